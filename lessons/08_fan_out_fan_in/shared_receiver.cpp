#include "shared_receiver.hpp"

#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

#include "at_work.hpp"
#include "sync/channel.hpp"

namespace hb {

namespace {

constexpr int kItems = 1000;

void print(const char* how, const AtWork& receiving, unsigned workers,
           int items) {
  std::printf("%s%d of %u workers wait for an item, %d of %d items\n", how,
              receiving.most(), workers, items, kItems);
}

}  // namespace

// #region shared
void a_shared_receiver_lets_one_wait(unsigned workers) {
  sync::Channel<int> items(100);
  std::mutex receiver;  // "only one may receive"
  AtWork receiving;
  std::atomic<int> worked = 0;
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < workers; ++i) {
      threads.emplace_back([&] {
        while (true) {
          std::lock_guard lock(receiver);  // kept through the wait ...
          const AtWork::Visit visit(receiving);
          const auto item = items.receive();
          if (!item) break;
          ++worked;  // ... and through the work
        }
      });
    }
    receiving.wait_for(1);
    for (int i = 0; i < kItems; ++i) items.send(i);
    items.close();
  }
  print("a shared receiver:   ", receiving, workers, worked);
}
// #endregion shared

// #region each
void a_channel_lets_all_wait(unsigned workers) {
  sync::Channel<int> items(100);
  AtWork receiving;
  std::atomic<int> worked = 0;
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < workers; ++i) {
      threads.emplace_back([&] {
        while (true) {
          const auto item = [&] {
            const AtWork::Visit visit(receiving);
            return items.receive();
          }();
          if (!item) break;
          ++worked;
        }
      });
    }
    receiving.wait_for(static_cast<int>(workers));
    for (int i = 0; i < kItems; ++i) items.send(i);
    items.close();
  }
  print("a channel of many:   ", receiving, workers, worked);
}
// #endregion each

}  // namespace hb

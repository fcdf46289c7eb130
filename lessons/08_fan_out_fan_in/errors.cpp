#include "errors.hpp"

#include <atomic>
#include <cstdio>
#include <exception>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "sync/channel.hpp"

namespace hb {

namespace {

int pages_of(int item) {
  if (item == 2) throw std::runtime_error("item 2 has no pages");
  return 10 * item;
}

}  // namespace

// #region status
struct Status {
  int pages = 0;
  std::string error;  // empty: done
};

Status status_of(int item) {
  try {
    return {pages_of(item), {}};
  } catch (const std::exception& problem) {
    return {0, problem.what()};
  }
}

void every_item_has_a_status() {
  std::vector<std::future<Status>> running;
  for (int item = 0; item < 4; ++item) {
    running.push_back(std::async(std::launch::async, status_of, item));
  }
  int done = 0, pages = 0;
  std::string failed;
  for (auto& one : running) {
    const Status status = one.get();
    status.error.empty() ? void(++done) : void(failed += status.error);
    pages += status.pages;
  }
  std::printf("a status each:       %d of 4 done, %d pages; failed: %s\n", done,
              pages, failed.c_str());
}
// #endregion status

// #region all
void the_first_error_of_all_is_thrown() {
  std::atomic<int> ended = 0;
  try {
    std::vector<std::future<int>> running;
    for (int item = 0; item < 4; ++item) {
      running.push_back(std::async(std::launch::async, [&ended, item] {
        struct Count {
          std::atomic<int>& count;
          ~Count() { ++count; }
        } const at_the_end{ended};
        return pages_of(item);
      }));
    }
    for (auto& one : running) one.get();
    // The futures of std::async wait as they are destroyed: all four have
    // ended before the handler below begins.
  } catch (const std::exception& problem) {
    std::printf("all or nothing:      processing failed: %s; %d of 4 ended\n",
                problem.what(), ended.load());
  }
}
// #endregion all

// #region lost
void an_error_looks_like_the_end() {
  sync::Channel<int> records(4);
  std::jthread reader([&] {
    try {
      for (int i = 0; i < 5; ++i) {
        if (i == 3) throw std::runtime_error("the disk is gone");
        records.send(i);
      }
    } catch (const std::exception&) {
      // "It is closed below, so nobody hangs."
    }
    records.close();
  });
  int received = 0;
  while (records.receive()) ++received;
  std::printf("an error, and close: %d of 5 records, and no complaint\n",
              received);
}
// #endregion lost

}  // namespace hb

#include "markers.hpp"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <optional>
#include <thread>
#include <vector>

#include "channel.hpp"

namespace hb {

// #region marker
void a_marker_ends_one_receiver() {
  Channel<std::optional<int>> channel(4);
  Channel<int> sums(2);
  auto work = [&] {
    int sum = 0;
    while (const auto value = channel.receive()) sum += *value;
    sums.send(sum);
  };
  std::jthread first(work);
  std::jthread second(work);
  for (int i = 1; i <= 10; ++i) channel.send(i);
  channel.send(std::nullopt);
  int sum = sums.receive();
  std::printf("marker:      1 sent, 1 of 2 receivers ended");
  channel.send(std::nullopt);  // without it, the other waits for ever
  sum += sums.receive();
  std::printf("; 2 sent, both ended, sum %d\n", sum);
}
// #endregion marker

// #region many
void many_senders_and_many_receivers(unsigned receivers) {
  Channel<std::optional<int>> channel(4);
  std::vector<std::vector<int>> taken(receivers);  // one for each thread
  {
    std::vector<std::jthread> threads;
    for (auto& mine : taken) {
      threads.emplace_back([&] {
        while (const auto value = channel.receive()) mine.push_back(*value);
      });
    }
    {
      auto produce = [&](int first) {
        for (int i = first; i < first + 50; ++i) channel.send(i);
      };
      std::jthread one(produce, 0);
      std::jthread two(produce, 50);
    }
    // WHY after both senders are joined: a marker must not overtake a value.
    for (unsigned i = 0; i < receivers; ++i) channel.send(std::nullopt);
  }
  std::vector<int> all;
  for (auto& some : taken) all.insert(all.end(), some.begin(), some.end());
  std::sort(all.begin(), all.end());
  std::vector<int> expected(100);
  std::iota(expected.begin(), expected.end(), 0);
  std::printf(
      "many:        senders 2, receivers %u, markers %u: %s\n", receivers,
      receivers,
      all == expected ? "100 of 100 values, each once" : "NOT the values sent");
}
// #endregion many

}  // namespace hb

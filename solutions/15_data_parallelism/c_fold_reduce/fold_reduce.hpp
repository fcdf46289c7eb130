// 15c  fold and reduce: one total from many threads (solution)
#pragma once

#include <cstddef>
#include <span>
#include <thread>
#include <utility>
#include <vector>

namespace hb {

// ---------------------------------------------------- edit below this line
template <typename Items, typename Total, typename Fold, typename Merge>
Total fold_reduce(const Items& items, std::size_t threads, Total start,
                  const Fold& fold, const Merge& merge) {
  std::vector<Total> totals(threads);  // thread k alone writes element k
  {
    std::vector<std::jthread> workers;
    for (std::size_t me = 0; me < threads; ++me) {
      workers.emplace_back([&, me] {
        Total own{};
        const std::size_t end = items.size() * (me + 1) / threads;
        for (std::size_t i = items.size() * me / threads; i < end; ++i) {
          fold(own, items[i]);
        }
        totals[me] = std::move(own);
      });
    }
    // WHY the block: the join in here pairs with the end of each worker, so its
    // total may be read below.
  }
  // WHY in the order of the stretches, and not as they end: merging is only
  // required to be associative, so brackets may move and totals may not.
  for (Total& total : totals) merge(start, std::move(total));
  return start;
}

// The average of the numbers, rounded down; 0 if there are none.
inline int average(std::span<const int> numbers, std::size_t threads) {
  // WHY the sum: two averages do not merge, because neither says of how many.
  const int sum = fold_reduce(
      numbers, threads, 0, [](int& total, int number) { total += number; },
      [](int& total, int later) { total += later; });
  return numbers.empty() ? 0 : sum / static_cast<int>(numbers.size());
}

}  // namespace hb

// 15b  chunks: whoever is free takes the next (solution)
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace hb {

// ---------------------------------------------------- edit below this line
template <typename Body>
void for_chunks(std::size_t count, std::size_t size, std::size_t threads,
                const Body& body) {
  std::atomic<std::size_t> next = 0;  // where the next chunk begins
  const auto work = [&] {
    for (;;) {
      // WHY one step: between a load and a store another thread takes the same
      // chunk. WHY relaxed: it hands out numbers, and nothing was written that
      // belongs to them; the items were there before the threads were.
      const std::size_t begin = next.fetch_add(size, std::memory_order_relaxed);
      if (begin >= count) return;
      body(begin, std::min(begin + size, count));
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t me = 1; me < threads; ++me) others.emplace_back(work);
  work();
  // WHY no more: `others` joins before `next` goes, and what the bodies wrote
  // happens before for_chunks() returns.
}

}  // namespace hb

// A stream of values, never more than so many of them in flight.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <mutex>
#include <optional>
#include <ranges>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "exec/claims.hpp"
#include "exec/crew.hpp"
#include "exec/worker_pool.hpp"
#include "sync/outcome.hpp"

namespace hb::exec {

// Calls body(value) for each value of the range, at most `limit` at a time.
// Values are taken from the range one by one, each when there is a thread to
// work on it: the range may be endless, slow, or read a file. Errors and stop
// as with parallel_map; after either, no more values are taken. A range that
// throws is an error, too. REQUIRES: limit > 0.
//
// Never more than there are threads, either: the pool's and the caller's. To
// wait in great numbers, take a pool with as many threads, or fibers.
template <std::ranges::input_range Range, typename Body>
sync::Outcome for_each_bounded(WorkerPool& pool, std::size_t limit,
                               Range&& range, Body body,
                               std::stop_token stop = {}) {
  assert(limit > 0 && "nothing would ever begin");
  using Iterator = std::ranges::iterator_t<Range>;
  // Where values stay as they are, an iterator is kept, and nothing copied.
  constexpr bool stays = std::ranges::forward_range<Range>;
  using Taken =
      std::conditional_t<stays, Iterator, std::ranges::range_value_t<Range>>;

  Crew crew(stop);
  std::mutex mutex;
  std::optional<Iterator> last;  // guarded by mutex; the last one taken
  bool ended = false;            // guarded by mutex

  const auto take = [&]() -> std::optional<Taken> {
    std::lock_guard lock(mutex);
    // WHY asked under the lock: who waited for it may come after an error.
    if (ended || crew.stopped()) return std::nullopt;
    // WHY "ended" meanwhile: a range that throws is not asked again.
    ended = true;
    // WHY advanced now and not after the last: the next value may be long in
    // coming, and the last one should not wait for it.
    if (last) {
      ++*last;
    } else {
      last.emplace(std::ranges::begin(range));
    }
    if (*last == std::ranges::end(range)) return std::nullopt;
    std::optional<Taken> taken;
    if constexpr (stays) {
      taken.emplace(*last);
    } else {
      taken.emplace(**last);
    }
    ended = false;
    return taken;
  };

  return crew.run(pool, std::min(limit, pool.threads() + 1), [&] {
    std::optional<Taken> taken = take();
    if (!taken) return false;
    if constexpr (stays) {
      detail::call(body, crew, **taken);
    } else {
      detail::call(body, crew, std::move(*taken));
    }
    return true;
  });
}

}  // namespace hb::exec

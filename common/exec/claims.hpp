// How the algorithms of this folder share out their values.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <type_traits>
#include <utility>
#include <variant>

#include "exec/crew.hpp"
#include "exec/worker_pool.hpp"
#include "sync/outcome.hpp"

namespace hb::exec::detail {

// body(values...), or body(values..., stop token) where it can be asked so.
template <typename Body, typename... Values>
decltype(auto) call(Body& body, const Crew& crew, Values&&... values) {
  if constexpr (std::invocable<Body&, Values..., std::stop_token>) {
    return std::invoke(body, std::forward<Values>(values)...,
                       crew.stop_token());
  } else {
    return std::invoke(body, std::forward<Values>(values)...);
  }
}

template <typename Body, typename... Values>
using ResultOf = std::remove_cvref_t<decltype(call(
    std::declval<Body&>(), std::declval<Crew&>(), std::declval<Values>()...))>;

// What is kept of a result: nothing is a value, too.
template <typename Result>
using Kept = std::conditional_t<std::is_void_v<Result>, std::monostate, Result>;

template <typename Body, typename... Values>
auto keep(Body& body, const Crew& crew, Values&&... values)
    -> Kept<ResultOf<Body, Values...>> {
  if constexpr (std::is_void_v<ResultOf<Body, Values...>>) {
    call(body, crew, std::forward<Values>(values)...);
    return {};
  } else {
    return call(body, crew, std::forward<Values>(values)...);
  }
}

// The indices 0 to n - 1, a few at a time. Thread-safe.
class Indices {
 public:
  struct Some {
    std::size_t first = 0;
    std::size_t end = 0;  // first == end: none is left
  };

  Indices(std::size_t count, std::size_t takers)
      : count_(count), takers_(takers) {}

  // WHY fewer towards the end: whoever comes last finds a short one, and all
  // end at about the same time. One at a time where there are few.
  Some take() {
    std::lock_guard lock(mutex_);
    const std::size_t left = count_ - next_;
    const std::size_t some =
        std::min(left, std::clamp<std::size_t>(left / (8 * takers_), 1, 64));
    next_ += some;
    return {.first = next_ - some, .end = next_};
  }

 private:
  const std::size_t count_;
  const std::size_t takers_;
  std::mutex mutex_;
  std::size_t next_ = 0;  // guarded by mutex_
};

inline std::size_t crew_size(const WorkerPool& pool, std::size_t most) {
  return std::max<std::size_t>(1, std::min(pool.threads(), most));
}

// Calls body(n) for each n below count; and, on the caller's thread,
// `at_last()` when there is nothing left to begin.
template <typename Body, typename AtLast>
sync::Outcome for_each_index(WorkerPool& pool, Crew& crew, std::size_t count,
                             Body body, AtLast at_last) {
  const std::size_t threads = crew_size(pool, count);
  const std::thread::id caller = std::this_thread::get_id();
  Indices indices(count, threads);
  return crew.run(pool, threads, [&] {
    const Indices::Some some = indices.take();
    for (std::size_t n = some.first; n < some.end && !crew.stopped(); ++n) {
      body(n);
    }
    if (some.first < some.end) return true;
    if (std::this_thread::get_id() == caller) at_last();
    return false;
  });
}

template <typename Body>
sync::Outcome for_each_index(WorkerPool& pool, Crew& crew, std::size_t count,
                             Body body) {
  return for_each_index(pool, crew, count, std::move(body), [] {});
}

}  // namespace hb::exec::detail

// One function, many values, several threads: the results in the order of the
// values, or as they come.
//
// In all algorithms of this folder
// - the caller works as well, so that a call needs pool.threads() - 1 workers;
// - a body may take a std::stop_token as its last parameter: a request reaches
//   it after the first error, and after the caller's own;
// - the first error stops the rest: no further body begins, those that run are
//   waited for, and it is thrown to the caller;
// - a caller's stop request does the same without an error: Outcome::stopped.
//
// Sources: Executor.map and as_completed of Python's concurrent.futures;
// try_join_all of Rust's futures.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <ranges>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include "exec/claims.hpp"
#include "exec/crew.hpp"
#include "exec/worker_pool.hpp"
#include "sync/outcome.hpp"

namespace hb::exec {

// body(value) for each value: the results, in the order of the values. A body
// that returns nothing gives std::monostate.
template <std::ranges::random_access_range Range, typename Body>
requires std::ranges::sized_range<Range>
auto parallel_map(WorkerPool& pool, Range&& range, Body body,
                  std::stop_token stop = {}) {
  using Result = detail::Kept<
      detail::ResultOf<Body, std::ranges::range_reference_t<Range>>>;
  using Answer = sync::Expected<std::vector<Result>>;
  const auto count = static_cast<std::size_t>(std::ranges::size(range));
  const auto first = std::ranges::begin(range);
  // Each is written by one thread, and read when all have ended.
  std::vector<std::optional<Result>> slots(count);
  Crew crew(stop);
  const sync::Outcome outcome =
      detail::for_each_index(pool, crew, count, [&](std::size_t n) {
        const auto at = static_cast<std::ranges::range_difference_t<Range>>(n);
        slots[n].emplace(detail::keep(body, crew, first[at]));
      });
  if (outcome != sync::Outcome::done) return Answer(outcome);
  std::vector<Result> results;
  results.reserve(count);
  for (std::optional<Result>& slot : slots) {
    results.push_back(std::move(*slot));
  }
  return Answer(std::move(results));
}

// Calls each(n, result of the n-th value), in the order in which the results
// come, on the calling thread: at most one body later than they come, because
// the caller works as well. What it throws is an error, too.
template <std::ranges::random_access_range Range, typename Body, typename Each>
requires std::ranges::sized_range<Range> sync::Outcome
parallel_map_as_completed(WorkerPool& pool, Range&& range, Body body, Each each,
                          std::stop_token stop = {}) {
  using Result = detail::Kept<
      detail::ResultOf<Body, std::ranges::range_reference_t<Range>>>;
  using Completed = std::vector<std::pair<std::size_t, Result>>;
  const auto count = static_cast<std::size_t>(std::ranges::size(range));
  const auto first = std::ranges::begin(range);
  const std::thread::id caller = std::this_thread::get_id();
  std::size_t delivered = 0;  // the caller's own
  std::mutex mutex;
  std::condition_variable_any changed;
  Completed completed;  // guarded by mutex

  const auto deliver = [&] {
    Completed some;
    {
      std::lock_guard lock(mutex);
      some.swap(completed);
    }
    for (auto& [n, result] : some) each(n, std::move(result));
    delivered += some.size();
  };
  Crew crew(stop);
  const sync::Outcome outcome = detail::for_each_index(
      pool, crew, count,
      [&](std::size_t n) {
        const auto at = static_cast<std::ranges::range_difference_t<Range>>(n);
        Result result = detail::keep(body, crew, first[at]);
        {
          std::lock_guard lock(mutex);
          completed.emplace_back(n, std::move(result));
        }
        if (std::this_thread::get_id() == caller) {
          deliver();
        } else {
          changed.notify_one();
        }
      },
      [&] {
        // Nothing is left to begin: what follows is the others' to complete.
        while (delivered < count) {
          {
            std::unique_lock lock(mutex);
            // WHY the crew's token: a body that fails completes nothing.
            if (!changed.wait(lock, crew.stop_token(),
                              [&] { return !completed.empty(); })) {
              return;
            }
          }
          deliver();
        }
      });
  return outcome;
}

}  // namespace hb::exec

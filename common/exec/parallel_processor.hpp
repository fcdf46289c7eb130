// Many items, one worker function: statistics, progress, a rate limit.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <ranges>
#include <stop_token>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "exec/claims.hpp"
#include "exec/crew.hpp"
#include "exec/worker_pool.hpp"
#include "sync/outcome.hpp"

namespace hb::exec {

// Whatever makes a thread wait until it may begin: sync::TokenBucket, say.
// acquire() is thread-safe, and returns Outcome::done, or why not.
template <typename T>
concept RateLimiter = requires(T& limiter, std::stop_token stop) {
  { limiter.acquire(stop) } -> std::convertible_to<sync::Outcome>;
};

// Of all items so far. Those that are in none of the counts were not begun,
// because of a stop, or still run.
struct Statistics {
  std::size_t items = 0;
  std::size_t succeeded = 0;
  std::size_t failed = 0;

  std::size_t ended() const { return succeeded + failed; }
};

// What became of one item: a value, an error, or neither if it was not begun.
template <typename Result>
struct Processed {
  std::optional<Result> value = {};
  std::exception_ptr error = {};
};

// Unlike parallel_map, it goes on after an error: each item has its own.
//
//   sync::TokenBucket limit(sync::per_minute(150));
//   ParallelProcessor processor({.max_workers = 30, .on_progress = show},
//                               limit);
//   const auto results = processor.process(pages, download);
//
// Thread-safe: process() may be called by several threads, and shares the
// workers then, each caller being one more; statistics() by any, at any time.
class ParallelProcessor {
 public:
  struct Options {
    std::size_t max_workers = worker_count(Work::waits);  // at least 1
    std::string name = "processor";                       // of the threads
    // Called after each item with the numbers up to then, by whichever thread
    // has worked on it; never two at once. What it throws ends process().
    // REQUIRES: it does not call process().
    std::function<void(const Statistics&)> on_progress = {};
  };

  explicit ParallelProcessor(Options options)
      : options_(std::move(options)),
        pool_(WorkerPool::builder()
                  .threads(options_.max_workers)
                  .name(options_.name)
                  .at_once(1)) {}

  // Each item waits for the limiter first. REQUIRES: it outlives this.
  template <RateLimiter Limiter>
  ParallelProcessor(Options options, Limiter& limiter)
      : ParallelProcessor(std::move(options)) {
    acquire_ = [&limiter](std::stop_token stop) {
      return limiter.acquire(std::move(stop));
    };
  }

  // worker(item) for each, or worker(item, stop token), max_workers at a time,
  // the calling thread among them: the results in the order of the items.
  template <std::ranges::random_access_range Range, typename Worker>
  auto process(Range&& items, Worker worker, std::stop_token stop = {}) {
    return process(
        std::forward<Range>(items), std::move(worker),
        [](std::size_t, const auto&) {}, std::move(stop));
  }

  // The same, and on_result(n, Processed<...>) as the n-th item ends. As
  // on_progress, and before it.
  template <std::ranges::random_access_range Range, typename Worker,
            typename OnResult>
  requires(!std::same_as<OnResult, std::stop_token>) auto process(
      Range&& items, Worker worker, OnResult on_result,
      std::stop_token stop = {}) {
    using Result = detail::Kept<
        detail::ResultOf<Worker, std::ranges::range_reference_t<Range>>>;
    const auto count = static_cast<std::size_t>(std::ranges::size(items));
    const auto first = std::ranges::begin(items);
    // Each is written by one thread, and read when all have ended.
    std::vector<Processed<Result>> results(count);
    add({.items = count});
    Crew crew(stop);
    const auto process_one = [&](std::size_t n) {
      if (acquire_ && acquire_(crew.stop_token()) != sync::Outcome::done) {
        return;
      }
      try {
        const auto at = static_cast<std::ranges::range_difference_t<Range>>(n);
        results[n].value.emplace(detail::keep(worker, crew, first[at]));
      } catch (...) {
        results[n].error = std::current_exception();
      }
      const bool succeeded = results[n].value.has_value();
      // WHY a lock of its own: callbacks may ask for the statistics.
      std::lock_guard telling(telling_);
      on_result(n, std::as_const(results[n]));
      const Statistics now = add(
          {.succeeded = succeeded ? 1U : 0U, .failed = succeeded ? 0U : 1U});
      if (options_.on_progress) options_.on_progress(now);
    };
    std::ignore = detail::for_each_index(pool_, crew, count, process_one);
    return results;
  }

  Statistics statistics() const {
    std::lock_guard lock(mutex_);
    return statistics_;
  }

 private:
  Statistics add(const Statistics& more) {
    std::lock_guard lock(mutex_);
    statistics_.items += more.items;
    statistics_.succeeded += more.succeeded;
    statistics_.failed += more.failed;
    return statistics_;
  }

  const Options options_;
  std::function<sync::Outcome(std::stop_token)> acquire_;  // never changes
  std::mutex telling_;                                     // before mutex_
  mutable std::mutex mutex_;
  Statistics statistics_;  // guarded by mutex_
  WorkerPool pool_;        // last: its threads end first
};

}  // namespace hb::exec

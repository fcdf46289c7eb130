// A loop and a reduction over chunks, by all members of a team: whoever is free
// takes the next chunk.
//
//   Team team(2);
//   parallel_for(team, records.size(), 100, [&](std::size_t begin,
//                                               std::size_t end) { ... });
//   Counts counts = *fold_reduce(team, records.size(), 100, Counts{},
//       [&](Counts& own, std::size_t begin, std::size_t end) { ... },
//       [](Counts& all, Counts&& other) { ... });
//
// `grain` is the length of a chunk in items; the last one may be shorter. A
// claim is one atomic addition, some 10 to 20 ns where two processors want it:
// choose the grain so that a chunk takes some microseconds or more, and so that
// there are many chunks for each member (suggested_grain). Claiming by addition
// is guided self-scheduling with chunks of one size; see Kruskal and Weiss,
// "Allocating Independent Subtasks on Parallel Processors" (1985).
//
// Thread safety: as Team::run. Errors: what a body, fold or merge throws first;
// chunks that have not been begun by then are not begun.
// REQUIRES, of both: grain > 0, and count + grain * (team.size() + 1) fits into
// a std::size_t.
#pragma once

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "exec/team.hpp"
#include "sync/outcome.hpp"

namespace hb::exec {

// 32 chunks for each member, as far as there are items: the last to end is late
// by at most a thirty-second of its share.
constexpr std::size_t suggested_grain(std::size_t count, std::size_t members) {
  return std::max<std::size_t>(count / (members * 32), 1);
}

// Hands out the chunks of 0 to count - 1, each once. Any thread may call
// anything.
class Chunks {
 public:
  struct Chunk {
    std::size_t begin;
    std::size_t end;
  };

  Chunks(std::size_t count, std::size_t grain) : count_(count), grain_(grain) {
    assert(grain > 0);
  }

  // The next one; nullopt if there is none.
  std::optional<Chunk> claim() {
    // WHY relaxed: a number is handed out, and nothing that was written. The
    // items are published by Team::run, to which this belongs.
    const std::size_t begin =
        next_.fetch_add(grain_, std::memory_order_relaxed);
    if (begin >= count_) return std::nullopt;
    return Chunk{begin, std::min(begin + grain_, count_)};
  }

  // Hands out no more.
  void cancel() { next_.store(count_, std::memory_order_relaxed); }

  bool are_left() const {
    return next_.load(std::memory_order_relaxed) < count_;
  }

 private:
  const std::size_t count_;
  const std::size_t grain_;
  // WHY a line of its own: every claim writes it.
  alignas(64) std::atomic<std::size_t> next_ = 0;
};

// Calls body(begin, end) once for each chunk. stopped: a stop was requested and
// some chunk has not been begun.
template <typename Body>
sync::Outcome parallel_for(Team& team, std::size_t count, std::size_t grain,
                           const Body& body, std::stop_token stop = {}) {
  Chunks chunks(count, grain);
  team.run([&](std::size_t) {
    try {
      while (!stop.stop_requested()) {
        const auto chunk = chunks.claim();
        if (!chunk) return;
        body(chunk->begin, chunk->end);
      }
    } catch (...) {
      chunks.cancel();
      throw;
    }
  });
  return chunks.are_left() ? sync::Outcome::stopped : sync::Outcome::done;
}

// Folds each chunk into a total of the member that claims it, fold(own, begin,
// end), beginning with Total{}; a member that finds no more merges its total,
// merge(start, std::move(own)), under a lock. stopped: as above, and no total.
// REQUIRES: merge is associative and commutative with Total{} neutral: which
// chunks are one member's differs from run to run. So sums of floating-point
// numbers differ in their last bits.
template <typename Total, typename Fold, typename Merge>
sync::Expected<Total> fold_reduce(Team& team, std::size_t count,
                                  std::size_t grain, Total start,
                                  const Fold& fold, const Merge& merge,
                                  std::stop_token stop = {}) {
  Chunks chunks(count, grain);
  std::mutex mutex;  // of `start` and `merge`
  team.run([&](std::size_t) {
    try {
      Total own{};
      while (!stop.stop_requested()) {
        const auto chunk = chunks.claim();
        if (!chunk) break;
        fold(own, chunk->begin, chunk->end);
      }
      // WHY here, and not by the caller after the last: what is merged is in
      // this processor's cache, and is freed by the thread that allocated it.
      // Pairs with the same lock in the other members.
      std::lock_guard lock(mutex);
      merge(start, std::move(own));
    } catch (...) {
      chunks.cancel();
      throw;
    }
  });
  if (chunks.are_left()) return sync::Outcome::stopped;
  return start;
}

}  // namespace hb::exec

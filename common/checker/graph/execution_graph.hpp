// An execution graph: events, reads-from, modification order; and what follows
// from them: happens-before, what a thread may still read.
//
// `events` is all that a graph is; the rest is derived by index() and
// add_clocks(), and kept up to date while the graph grows at its end.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/graph/clock.hpp"
#include "checker/graph/event.hpp"

namespace hb::checker {

using EventId = std::int16_t;
constexpr EventId kNone = -1;

// What a thread knows between two of its events.
struct ThreadClocks {
  Clock happens_before;
  Clock prefix;          // sb | rf
  Clock fence_released;  // by its last release fence
  Clock acquirable;      // what an acquire fence would learn
};

struct ExecutionGraph {
  std::vector<Event> events;  // in the order in which they were added

  // Derived.
  std::vector<std::vector<EventId>> writes;  // a location's, in mo
  std::vector<std::vector<EventId>> reads;   // a location's
  std::vector<EventId> of_thread[kMaxThreads];
  EventId create_of[kMaxThreads];  // the event that created the thread
  EventId end_of[kMaxThreads];
  std::vector<Clock> happens_before;  // per event, itself included
  std::vector<Clock> released;        // what an acquire that reads it learns
  std::vector<Clock> prefix;          // sb | rf, itself included
  std::vector<Clock> notified;        // what a waiter must see
  int seq_cst_events = 0;

  // Derives all but the clocks from `events`, and makes room for those.
  void index(int locations);
  void make_room(int locations);
  // Adds `event` at the end of its thread. A write has no place in mo yet.
  EventId add(const Event& event);
  // Adds the value of `location`, which has no event yet.
  EventId add_initial(int location, int size, std::uint64_t value);
  // Puts the write `id` at `position` in mo.
  void place(EventId id, int position);
  // Takes these events, each the last of its thread, out of the graph. Gives
  // the new number of every old one; kNone for those removed.
  void remove(const std::vector<EventId>& removed,
              std::vector<EventId>& renumbered);

  // The clocks of `id`, whose sources have theirs; `thread` as before it.
  void compute_clocks(EventId id, const ThreadClocks& thread);
  // What the thread of `id` knows after it.
  void advance(ThreadClocks& thread, EventId id) const;

  const Event& event(EventId id) const { return events[std::size_t(id)]; }
  Event& event(EventId id) { return events[std::size_t(id)]; }
  std::vector<EventId>& thread_of(const Event& e) {
    return of_thread[e.thread];
  }
  // The event before `e` in its thread; kNone if it is the first.
  EventId before(const Event& e) const {
    return e.index == 0 ? kNone : of_thread[e.thread][std::size_t(e.index - 1)];
  }
  // True if `id` is among what `clock` knows.
  bool known(const Clock& clock, EventId id) const {
    const Event& e = event(id);
    return e.thread < 0 || clock.knows(e.thread, e.index);
  }
  // The first half of the update whose second half is `write`, and back.
  // kNone if that half is not there yet.
  EventId read_half(const Event& write) const { return before(write); }
  EventId write_half(const Event& read) const {
    const auto& own = of_thread[read.thread];
    const auto next = std::size_t(read.index) + 1;
    return next < own.size() ? own[next] : kNone;
  }
  EventId newest_write(int location) const {
    return writes[std::size_t(location)].back();
  }

  // What the thread of `read` knows when it reads: more than what happens
  // before it, if the read must see what was known to every earlier notifier.
  Clock view_of(const Event& read) const;
  // The first position in mo of `location` that a reader who knows `view` may
  // read: coherence (CoRR, CoWR), [intro.races]/14-18.
  int oldest_readable(int location, const Clock& view) const;
  // True if a write at `position` would come between an update and its source.
  bool splits_update(int location, int position) const;
};

}  // namespace hb::checker

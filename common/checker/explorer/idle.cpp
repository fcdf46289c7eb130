// Time::idle: the clock moves only when every thread waits, to the earliest
// deadline. What happens then comes after all that has happened: the idle event
// has it in its prefix, so that no revisit undoes the waiting.

#include "checker/explorer/search.hpp"

namespace hb::checker {

namespace {

constexpr std::int64_t kNever = INT64_MAX;

}  // namespace

// When `thread` stops waiting by itself.
std::int64_t Explorer::Search::deadline_of(int thread) const {
  const Request* request = source_.request(thread);
  if (request == nullptr) return kNever;
  const bool sleeps = request->kind == EventKind::idle;
  const bool waits = threads_[thread].parked && !threads_[thread].spins &&
                     is_timed(request->operation);
  return sleeps || waits ? std::int64_t(request->operand2) : kNever;
}

// Moves the clock; false if no thread has a deadline.
bool Explorer::Search::move_clock() {
  std::int64_t earliest = kNever;
  for (int t = 0; t < source_.thread_count(); ++t) {
    earliest = std::min(earliest, deadline_of(t));
  }
  if (earliest == kNever) return false;
  const Clock barrier = all_that_happened();
  std::vector<int> due;
  std::vector<EventId> waits;
  for (int t = 0; t < source_.thread_count(); ++t) {
    if (deadline_of(t) != earliest) continue;
    due.push_back(t);
    if (!threads_[t].parked) continue;
    waits.push_back(graph_.of_thread[t].back());
  }
  // The waits happen again, after the clock has moved, and time out.
  if (!waits.empty()) unpark(waits, 0);
  for (const int t : due) {
    Event idle;
    idle.kind = EventKind::idle;
    idle.thread = static_cast<std::int8_t>(t);
    idle.index = static_cast<std::int16_t>(threads_[t].position);
    idle.site = source_.request(t)->site;
    idle.operand2 = std::uint64_t(earliest);
    set_barrier(idle, barrier);
    execute(graph_.add(idle));
  }
  return true;
}

// All events but those that still wait: what a thread is blocked on, or the
// round that it spins in, may yet be revisited.
Clock Explorer::Search::all_that_happened() const {
  Clock all;
  for (int t = 0; t < source_.thread_count(); ++t) {
    const Thread& thread = threads_[t];
    int count = thread.position;
    if (thread.parked) count = thread.spins ? thread.round : count - 1;
    if (count == 0) continue;
    all.join(
        graph_
            .prefix[std::size_t(graph_.of_thread[t][std::size_t(count - 1)])]);
  }
  return all;
}

bool Explorer::Search::happened(const Clock& clock) const {
  for (int t = 0; t < kMaxThreads; ++t) {
    if (threads_[t].position < clock.known[t]) return false;
  }
  return true;
}

}  // namespace hb::checker

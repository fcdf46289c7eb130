// The next event: whose, which, and what its execution does.

#include <algorithm>

#include "checker/explorer/search.hpp"

namespace hb::checker {

// Has `thread` an operation that can happen now?
bool Explorer::Search::can_go_on(int thread) {
  const Request* request = source_.request(thread);
  if (threads_[thread].parked || request == nullptr) return false;
  switch (request->kind) {
    case EventKind::give_up:
      gave_up_ = true;
      return false;
    case EventKind::idle:
      return false;  // see idle.cpp
    case EventKind::join:
      return can_join(*request);
    default:
      return !looked_too_late(thread);
  }
}

// Is `thread` among the waiters, and about to see whether it must sleep?
bool Explorer::Search::is_looking(int thread) const {
  const Request* request = source_.request(thread);
  return !threads_[thread].parked && request != nullptr &&
         (request->view_only || request->operation == Operation::wait_leave);
}

// A thread that owes the write of an update, else one that enters a set of
// waiters, which is one step with the look that follows, else the lowest that
// can go on; -1 if there is none.
int Explorer::Search::pick_thread(std::uint64_t& state_hash, bool& redundant) {
  const int count = source_.thread_count();
  for (int t = 0; t < count; ++t) {
    if (threads_[t].owes_write && !threads_[t].parked) return t;
  }
  for (int t = 0; t < count; ++t) {
    if (is_looking(t)) return t;
  }
  const int random = samples() ? pick_random_thread() : -1;
  for (int t = 0; t < count; ++t) {
    if (samples() ? t != random : !can_go_on(t)) continue;
    Thread& thread = threads_[t];
    const Request* request = source_.request(t);
    if (request->kind != EventKind::read || !may_repeat(request->operation)) {
      return t;
    }

    state_hash = source_.state_hash(t);
    const auto again = std::find_if(
        thread.visits.begin(), thread.visits.end(), [&](const Visit& visit) {
          return visit.state_hash == state_hash && visit.site == request->site;
        });
    if (again == thread.visits.end()) {
      thread.visits.push_back({request->site, state_hash, thread.position});
      return t;
    }
    // A round that only a spurious failure kept alive: the execution without
    // the failure is explored anyway.
    for (int p = again->position; p < thread.position; ++p) {
      if (is_spurious(graph_.event(graph_.of_thread[t][std::size_t(p)]))) {
        redundant = true;
        return -1;
      }
    }
    thread.parked = thread.spins = true;
    thread.round = again->position;
    thread.spin_site = request->site;
    thread.spin_hash = state_hash;
    if (!samples()) continue;
    bool in_a_call = false;
    if (waits_for_ever(t, in_a_call)) return pick_thread(state_hash, redundant);
    look_again(t);
    return t;
  }
  return -1;
}

Event Explorer::Search::event_for(int thread, std::uint64_t state_hash) {
  const int index = threads_[thread].position;
  if (threads_[thread].owes_write) {
    return write_half_of(
        graph_.event(graph_.of_thread[thread][std::size_t(index - 1)]));
  }
  const Request& request = *source_.request(thread);
  Event e = event_of(request, thread, index);
  if (e.kind == EventKind::read) {
    e.state_hash = state_hash;
    e.reduced = is_reducible(request);
    result_.reduced = result_.reduced || e.reduced;
  }
  return e;
}

// Adds the next event of a thread and executes it. Returns false if the
// execution ends here.
bool Explorer::Search::extend(int thread, const Event& added, Ending& ending) {
  Event e = added;
  switch (e.kind) {
    case EventKind::begin:
      e.reads_from = graph_.create_of[thread];
      break;
    case EventKind::join:
      e.reads_from = graph_.end_of[e.other];
      break;
    case EventKind::choice:
      take_checkpoint();
      if (samples()) {
        e.choice = static_cast<std::uint8_t>((*random_)() % e.operand);
        if (!spent_.affords(e, settings_)) e.choice = 0;
        spent_.add(e);
      } else {
        add_choice(e);
      }
      break;
    case EventKind::read: {
      ensure_initial(e.location, e.size);
      take_checkpoint();
      if (samples()) {
        add_random_read(thread, e);
        return execute_if_consistent(ending);
      }
      add_read(thread, e);
      execute(EventId(graph_.events.size() - 1));
      return true;
    }
    case EventKind::write: {
      ensure_initial(e.location, e.size);
      take_checkpoint();
      EventId id = graph_.add(e);
      graph_.compute_clocks(id, threads_[thread].clocks);
      if (samples()) {
        ending = Ending::redundant;
        if (!add_random_write(id)) return false;
        wake_all(id);
        return execute_if_consistent(ending);
      }
      const std::vector<EventId> waiting = parked_on(id);
      if (!add_write(id, true, waiting)) {
        ending = Ending::redundant;
        return false;
      }
      const bool newest = graph_.newest_write(e.location) == id;
      if (newest && !waiting.empty()) {
        unpark(waiting, graph_.event(id).position);
        id = EventId(graph_.events.size() - 1);
      }
      if (e.is_update && !newest && !seq_cst_.has_order(graph_)) {
        ending = Ending::redundant;
        return false;
      }
      execute(id);
      return true;
    }
    default:
      break;
  }
  const EventId id = graph_.add(e);
  if (samples()) return execute_if_consistent(ending);
  execute(id);
  return true;
}

void Explorer::Search::execute(EventId id) {
  if (executed_.size() < graph_.events.size()) {
    executed_.resize(graph_.events.size(), 0);
  }
  if (times_.size() < graph_.events.size()) times_.resize(graph_.events.size());
  const Event& e = graph_.event(id);
  Thread& thread = threads_[e.thread];
  order_.push_back(id);
  executed_[std::size_t(id)] = 1;
  graph_.compute_clocks(id, thread.clocks);
  thread.acquirable_before = thread.clocks.acquirable;
  graph_.advance(thread.clocks, id);
  ++thread.position;
  // Time flows along whatever tells a thread something.
  if (e.reads_from >= 0) {
    const Event& source = graph_.event(e.reads_from);
    if (source.thread >= 0 && source.thread != e.thread &&
        graph_.known(thread.clocks.happens_before, e.reads_from)) {
      source_.advance_time(e.thread, times_[std::size_t(e.reads_from)]);
    }
  }
  times_[std::size_t(id)] = source_.time_of(e.thread);
  if (e.kind == EventKind::write) return execute_write(id);

  source_.perform(e, false, thread.clocks.happens_before);
  if (has_failed()) return;
  if (e.kind == EventKind::read) {
    thread.timed_out = false;
    if (e.blocked) {
      thread.parked = true;
      if (e.operation == Operation::mutex_lock &&
          (e.value_read & 255) == std::uint64_t(e.thread) + 1) {
        fail(Kind::deadlock, "a thread locks a mutex that it already holds");
      }
      return;
    }
    if (e.is_update) {
      thread.owes_write = true;  // the request stays until that is executed
      return;
    }
  }
  if (e.kind == EventKind::end) return;
  if (e.kind == EventKind::idle) {
    thread.visits.clear();
    for (int t = 0; t < source_.thread_count(); ++t) {
      source_.advance_time(t, std::int64_t(e.operand2));
    }
    const Request* request = source_.request(e.thread);
    // A timed operation: it happens next, and times out.
    if (request != nullptr && request->kind != EventKind::idle) {
      thread.timed_out = true;
      return;
    }
  }
  if (e.kind == EventKind::create) thread.visits.clear();
  source_.resume(e.thread, e.kind == EventKind::choice ? e.choice : e.result,
                 e.value_read);
}

void Explorer::Search::execute_write(EventId id) {
  const Event e = graph_.event(id);
  Thread& thread = threads_[e.thread];
  const std::size_t location = std::size_t(e.location);
  if (in_memory_.size() <= location) in_memory_.resize(location + 1, kNone);
  const EventId held = in_memory_[location];
  const bool newest =
      held == kNone || graph_.event(held).position <= e.position;
  if (newest) in_memory_[location] = id;
  source_.perform(e, newest, thread.clocks.happens_before);
  if (has_failed()) return;
  std::uint64_t result = 0;
  std::uint64_t value_read = 0;
  bool unchanged = false;
  if (e.is_update) {
    const Event& read = graph_.event(graph_.read_half(e));
    result = read.result;
    value_read = read.value_read;
    unchanged = read.unchanged;
  }
  if (!unchanged) thread.visits.clear();
  thread.owes_write = false;
  source_.resume(e.thread, result, value_read);
}

}  // namespace hb::checker

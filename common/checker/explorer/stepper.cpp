#include "checker/explorer/stepper.hpp"

#include <algorithm>
#include <utility>

namespace hb::checker {

void Stepper::start() {
  graph_ = ExecutionGraph();
  order_.clear();
  times_.clear();
  for (int t = 0; t < kMaxThreads; ++t) {
    clocks_[t] = ThreadClocks();
    timed_out_[t] = stands_[t] = false;
    visits_[t].clear();
  }
  source_.start();
  graph_.index(source_.location_count());
}

std::optional<Event> Stepper::pending(int thread) const {
  if (thread < 0 || thread >= source_.thread_count()) return std::nullopt;
  const Request* const request = source_.request(thread);
  if (request == nullptr) return std::nullopt;
  return event_of(*request, thread, int(graph_.of_thread[thread].size()));
}

bool Stepper::take(const ReplayStep& step) {
  std::optional<Event> asked = pending(step.thread);
  if (!asked || stands_[step.thread]) return false;
  Event& e = *asked;
  e.choice = step.choice;
  switch (e.kind) {
    case EventKind::read:
      return take_read(e, step);
    case EventKind::write:
      return take_write(e, step);
    case EventKind::begin:
      e.reads_from = graph_.create_of[e.thread];
      break;
    case EventKind::join:
      e.reads_from = graph_.end_of[e.other];
      break;
    case EventKind::idle:
    case EventKind::give_up:
      return false;
    default:
      break;
  }
  const bool needs_source =
      e.kind == EventKind::begin || e.kind == EventKind::join;
  if (needs_source && e.reads_from == kNone) return false;
  add(e);
  if (e.kind == EventKind::end || has_failed()) return true;
  if (e.kind == EventKind::create) visits_[e.thread].clear();
  source_.resume(e.thread, e.kind == EventKind::choice ? e.choice : 0, 0);
  return true;
}

bool Stepper::take(const std::vector<ReplayStep>& steps, std::size_t number) {
  return moves_clock(steps, number) ? move_clock(steps[number].thread)
                                    : take(steps[number]);
}

bool Stepper::moves_clock(const std::vector<ReplayStep>& steps,
                          std::size_t number) const {
  const int thread = steps[number].thread;
  const std::optional<Event> asked = pending(thread);
  if (!asked) return false;
  if (asked->kind == EventKind::idle) return true;
  if (!settings_.idle_time || !is_timed(asked->operation) ||
      timed_out_[thread] || steps[number].choice != 0) {
    return false;
  }
  const auto next = std::find_if(
      steps.begin() + std::ptrdiff_t(number) + 1, steps.end(),
      [&](const ReplayStep& later) { return later.thread == thread; });
  return next != steps.end() && next->choice != 0;
}

bool Stepper::move_clock(int thread) {
  const std::optional<Event> asked = pending(thread);
  if (!asked) return false;
  const bool sleeps = asked->kind == EventKind::idle;
  if (!sleeps && !is_timed(asked->operation)) return false;
  Event idle;
  idle.kind = EventKind::idle;
  idle.operation = sleeps ? Operation::none : asked->operation;
  idle.thread = asked->thread;
  idle.index = asked->index;
  idle.site = asked->site;
  idle.operand2 = asked->operand2;
  set_barrier(idle, all_that_happened());
  add(idle);
  if (has_failed()) return true;
  for (int t = 0; t < source_.thread_count(); ++t) {
    source_.advance_time(t, std::int64_t(idle.operand2));
  }
  visits_[thread].clear();
  // A timed operation: it happens next, and times out.
  timed_out_[thread] = !sleeps;
  if (sleeps) source_.resume(thread, 0, 0);
  return true;
}

const std::vector<EventId>& Stepper::writes_of(const Event& e) {
  graph_.make_room(std::max(source_.location_count(), e.location + 1));
  const auto& writes = graph_.writes[std::size_t(e.location)];
  if (writes.empty()) {
    graph_.add_initial(e.location, e.size, source_.initial_value(e.location));
  }
  return writes;
}

bool Stepper::take_read(Event& e, const ReplayStep& step) {
  remember(e);
  e.state_hash = source_.state_hash(e.thread);
  e.due = std::exchange(timed_out_[e.thread], false);
  const auto& writes = writes_of(e);
  const std::size_t source = step.source == ReplayStep::kNewest
                                 ? writes.size() - 1
                                 : std::size_t(step.source);
  if (source >= writes.size()) return false;
  e.reads_from = writes[source];
  e.value_read = graph_.event(e.reads_from).value_written;
  // One that is due may have been woken at that very moment.
  if (e.choice >= evaluate(e) && !e.due) return false;
  const EventId id = add(e);
  graph_.reads[std::size_t(e.location)].push_back(id);
  stands_[e.thread] = e.blocked;
  if (e.blocked || has_failed()) return true;
  if (e.is_update) {
    return place(write_half_of(e), source + 1, e.result, e.value_read);
  }
  source_.resume(e.thread, e.result, e.value_read);
  return true;
}

bool Stepper::take_write(const Event& e, const ReplayStep& step) {
  const auto& writes = writes_of(e);
  const std::size_t position = step.position == ReplayStep::kNewest
                                   ? writes.size()
                                   : std::size_t(step.position);
  return place(e, position, 0, 0);
}

bool Stepper::place(const Event& e, std::size_t position, std::uint64_t result,
                    std::uint64_t value_read) {
  const auto& writes = graph_.writes[std::size_t(e.location)];
  if (position == 0 || position > writes.size()) return false;
  const EventId id = graph_.add(e);
  graph_.place(id, int(position));
  perform(id, graph_.newest_write(e.location) == id);
  if (!e.unchanged) visits_[e.thread].clear();
  if (!has_failed()) source_.resume(e.thread, result, value_read);
  return true;
}

EventId Stepper::add(const Event& e) {
  const EventId id = graph_.add(e);
  perform(id, false);
  return id;
}

void Stepper::perform(EventId id, bool is_newest) {
  const Event& e = graph_.event(id);
  ThreadClocks& clocks = clocks_[e.thread];
  order_.push_back(id);
  graph_.compute_clocks(id, clocks);
  graph_.advance(clocks, id);
  times_.resize(graph_.events.size());
  // Time flows along whatever tells a thread something.
  if (e.reads_from >= 0) {
    const Event& source = graph_.event(e.reads_from);
    if (source.thread >= 0 && source.thread != e.thread &&
        graph_.known(clocks.happens_before, e.reads_from)) {
      source_.advance_time(e.thread, times_[std::size_t(e.reads_from)]);
    }
  }
  times_[std::size_t(id)] = source_.time_of(e.thread);
  source_.perform(e, is_newest, clocks.happens_before);
}

Clock Stepper::all_that_happened() const {
  Clock all;
  for (const ThreadClocks& clocks : clocks_) all.join(clocks.prefix);
  return all;
}

// A thread that comes back to a read in the same state, without an effective
// write of its own in between, has gone a round for nothing.
void Stepper::remember(const Event& read) {
  if (!may_repeat(read.operation)) return;
  visits_[read.thread].push_back(
      {read.site, source_.state_hash(read.thread), read.index});
}

bool Stepper::goes_round(int thread) const {
  const std::optional<Event> asked = pending(thread);
  if (!asked || asked->kind != EventKind::read ||
      !may_repeat(asked->operation)) {
    return false;
  }
  const std::uint64_t state_hash = source_.state_hash(thread);
  const auto& own = graph_.of_thread[thread];
  for (const Visit& visit : visits_[thread]) {
    if (visit.site != asked->site || visit.state_hash != state_hash) continue;
    return std::all_of(
        own.begin() + visit.index, own.end(), [&](const EventId id) {
          const Event& e = graph_.event(id);
          if (e.kind != EventKind::read) return true;
          const auto& mo = graph_.writes[std::size_t(e.location)];
          // Updates without effect may follow, of whomever.
          return std::all_of(
              mo.begin() + graph_.event(e.reads_from).position + 1, mo.end(),
              [&](const EventId newer) {
                return graph_.event(newer).is_update &&
                       graph_.event(newer).unchanged;
              });
        });
  }
  return false;
}

}  // namespace hb::checker

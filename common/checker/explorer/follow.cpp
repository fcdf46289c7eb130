// One execution, step by step, as a replay code has it. Nothing is looked for
// but what the steps say; a program that has changed cannot take them all.

#include "checker/explorer/search.hpp"

namespace hb::checker {

std::string Explorer::Search::follow(const std::vector<ReplayStep>& steps,
                                     ExecutionObserver& observer) {
  began_ = std::chrono::steady_clock::now();
  graph_.events.clear();
  checkpoint_ = nullptr;
  prepare();
  source_.start();
  for (std::size_t i = 0; i < steps.size() && !has_failed(); ++i) {
    if (!take_step(steps, i)) {
      return "step " + std::to_string(i + 1) + " of " +
             std::to_string(steps.size()) +
             " cannot be taken: the test has changed since";
    }
  }
  bool go_on = true;
  report(has_failed() ? Ending::rejected : go_to_the_end(), observer, go_on);
  work_.clear();
  return {};
}

bool Explorer::Search::take_step(const std::vector<ReplayStep>& steps,
                                 std::size_t number) {
  const ReplayStep& step = steps[number];
  const int t = step.thread;
  if (t < 0 || t >= source_.thread_count() || threads_[t].parked) return false;
  const Request* request = source_.request(t);
  if (request == nullptr || request->kind == EventKind::give_up) return false;
  if (moves_clock(steps, number, *request)) return follow_clock(t, *request);
  switch (request->kind) {
    case EventKind::read:
      return follow_read(step);
    case EventKind::write:
      return follow_write(step);
    case EventKind::join:
      if (!can_join(*request)) return false;
      break;
    default:
      break;
  }
  Event e = event_for(t, 0);
  if (e.kind == EventKind::begin) e.reads_from = graph_.create_of[t];
  if (e.kind == EventKind::join) e.reads_from = graph_.end_of[e.other];
  if (e.kind == EventKind::choice) {
    if (step.choice >= e.operand) return false;
    e.choice = step.choice;
  }
  execute(graph_.add(e));
  return true;
}

bool Explorer::Search::follow_read(const ReplayStep& step) {
  const int t = step.thread;
  const std::uint64_t hash = source_.state_hash(t);
  threads_[t].visits.push_back(
      {source_.request(t)->site, hash, threads_[t].position});
  const Event asked = event_for(t, hash);
  ensure_initial(asked.location, asked.size);
  const auto& mo = graph_.writes[std::size_t(asked.location)];
  if (step.source >= int(mo.size())) return false;
  const EventId id = graph_.add(asked);
  graph_.reads[std::size_t(asked.location)].push_back(id);
  Event& read = graph_.event(id);
  read.reads_from = step.source == ReplayStep::kNewest
                        ? mo.back()
                        : mo[std::size_t(step.source)];
  read.value_read = graph_.event(read.reads_from).value_written;
  read.choice = 0;
  if (step.choice >= evaluate(read)) return false;
  read.choice = step.choice;
  evaluate(read);
  execute(id);
  return !threads_[t].owes_write || has_failed() || follow_write(step);
}

bool Explorer::Search::follow_write(const ReplayStep& step) {
  Event asked = event_for(step.thread, 0);
  ensure_initial(asked.location, asked.size);
  auto& mo = graph_.writes[std::size_t(asked.location)];
  int position =
      step.position == ReplayStep::kNewest ? int(mo.size()) : step.position;
  const EventId id = graph_.add(asked);
  if (asked.is_update) {
    const EventId source = graph_.event(graph_.read_half(asked)).reads_from;
    position = graph_.event(source).position + 1;
  }
  if (position < 1 || position > int(mo.size()) ||
      graph_.splits_update(asked.location, position)) {
    return false;
  }
  for (std::size_t p = std::size_t(position); p < mo.size(); ++p) {
    ++graph_.event(mo[p]).position;
  }
  graph_.event(id).position = static_cast<std::int16_t>(position);
  mo.insert(mo.begin() + position, id);
  execute(id);
  return true;
}

// With idle time, a time-out is two steps of its thread: the clock moves, and
// the wait ends by it.
bool Explorer::Search::moves_clock(const std::vector<ReplayStep>& steps,
                                   std::size_t number,
                                   const Request& request) const {
  if (request.kind == EventKind::idle) return true;
  if (!settings_.idle_time || !is_timed(request.operation) ||
      threads_[steps[number].thread].timed_out) {
    return false;
  }
  for (std::size_t i = number + 1; i < steps.size(); ++i) {
    if (steps[i].thread == steps[number].thread) return steps[i].choice != 0;
  }
  return false;
}

bool Explorer::Search::follow_clock(int t, const Request& request) {
  Event idle;
  idle.kind = EventKind::idle;
  idle.thread = static_cast<std::int8_t>(t);
  idle.index = static_cast<std::int16_t>(threads_[t].position);
  idle.site = request.site;
  idle.operand2 = request.operand2;
  set_barrier(idle, all_that_happened());
  execute(graph_.add(idle));
  return true;
}

}  // namespace hb::checker

// What a thread can do next.
#include <algorithm>

#include "checker/explorer/stepper.hpp"

namespace hb::checker {
namespace {

constexpr std::int64_t kNoDeadline = INT64_MAX;

// A thread that locks what it holds waits for itself: a step that it can take,
// and its last.
bool waits_for_itself(const Event& e) {
  return e.operation == Operation::mutex_lock && e.blocked &&
         (e.value_read & 255) == std::uint64_t(e.thread) + 1;
}

// A lock that is not taken, or a wait that is not over, comes to the same
// whatever state of the object it saw.
bool is_among(const std::vector<Option>& found, const Event& read) {
  return is_object(read.operation) && !read.is_update &&
         std::any_of(found.begin(), found.end(), [&](const Option& option) {
           return !option.event.is_update &&
                  option.event.result == read.result &&
                  option.event.choice == read.choice;
         });
}

}  // namespace

std::vector<Option> Stepper::options(int thread) {
  std::optional<Event> asked = pending(thread);
  if (!asked || stands_[thread] || has_failed() || stands_back(*asked)) {
    return {};
  }
  ReplayStep step;
  step.thread = asked->thread;
  std::vector<Option> found;
  switch (asked->kind) {
    case EventKind::give_up:
      return {};
    case EventKind::join:
      asked->reads_from = graph_.end_of[asked->other];
      if (asked->reads_from == kNone) return {};
      break;
    case EventKind::begin:
      asked->reads_from = graph_.create_of[thread];
      if (asked->reads_from == kNone) return {};
      break;
    case EventKind::idle:
      if (!can_move_clock(thread)) return {};
      return {{step, true, *asked}};
    case EventKind::choice: {
      Spending spent;
      spent.count(graph_.events);
      for (int c = 0; c < int(asked->operand); ++c) {
        asked->choice = step.choice = static_cast<std::uint8_t>(c);
        if (spent.affords(*asked, settings_)) {
          found.push_back({step, false, *asked});
        }
      }
      return found;
    }
    case EventKind::read:
      return options_of_read(*asked);
    case EventKind::write:
      return options_of_write(*asked);
    default:
      break;
  }
  if (is_consistent(*asked, 0)) found.push_back({step, false, *asked});
  return found;
}

std::vector<Option> Stepper::options_of_read(const Event& asked) {
  std::vector<Option> ordinary;
  std::vector<Option> others;
  Spending spent;
  spent.count(graph_.events);
  Event read = asked;
  const auto& mo = writes_of(read);
  const int newest = int(mo.size()) - 1;
  const int oldest =
      graph_.oldest_readable(read.location, graph_.view_of(read));
  for (int position = newest; position >= oldest; --position) {
    read.reads_from = mo[std::size_t(position)];
    read.value_read = graph_.event(read.reads_from).value_written;
    read.choice = 0;
    const int choices = evaluate(read);
    for (int choice = 0; choice < choices; ++choice) {
      read.choice = static_cast<std::uint8_t>(choice);
      evaluate(read);
      const bool is_last = waits_for_itself(read) && position == newest;
      if ((read.blocked && !is_last) || !spent.affords(read, settings_) ||
          (read.is_update &&
           graph_.splits_update(read.location, position + 1)) ||
          !is_consistent(read, std::size_t(position) + 1)) {
        continue;
      }
      Option option;
      option.step.thread = read.thread;
      option.step.choice = read.choice;
      if (position != newest) {
        option.step.source = static_cast<std::int16_t>(position);
      }
      option.event = read;
      auto& found = choice == 0 ? ordinary : others;
      if (!is_among(found, read)) found.push_back(option);
    }
  }
  ordinary.insert(ordinary.end(), others.begin(), others.end());
  if (ordinary.empty() && can_move_clock(read.thread)) {
    read.reads_from = mo.back();
    read.value_read = graph_.event(read.reads_from).value_written;
    read.choice = 1;
    evaluate(read);
    Option option;
    option.step.thread = read.thread;
    option.step.choice = 1;
    option.moves_clock = true;
    option.event = read;
    ordinary.push_back(option);
  }
  return ordinary;
}

std::vector<Option> Stepper::options_of_write(const Event& asked) {
  std::vector<Option> found;
  const auto& mo = writes_of(asked);
  ExecutionGraph probe = graph_;
  const EventId id = probe.add(asked);
  probe.compute_clocks(id, clocks_[asked.thread]);
  const int oldest = probe.oldest_readable(
      asked.location, probe.happens_before[std::size_t(id)]);
  for (int position = int(mo.size()); position > oldest; --position) {
    if (graph_.splits_update(asked.location, position) ||
        !is_consistent(asked, std::size_t(position))) {
      continue;
    }
    Option option;
    option.step.thread = asked.thread;
    if (position != int(mo.size())) {
      option.step.position = static_cast<std::int16_t>(position);
    }
    option.event = asked;
    option.event.position = static_cast<std::int16_t>(position);
    found.push_back(option);
  }
  return found;
}

// To enter a set of waiters and to look whether one must sleep are one step for
// whoever has to do with that set.
bool Stepper::stands_back(const Event& asked) const {
  for (int t = 0; t < source_.thread_count(); ++t) {
    const Request* const request = source_.request(t);
    if (t == asked.thread || request == nullptr) continue;
    const auto& own = graph_.of_thread[t];
    if (!request->view_only && request->operation != Operation::wait_leave) {
      continue;
    }
    const auto entered =
        std::find_if(own.rbegin(), own.rend(), [&](const EventId id) {
          return graph_.event(id).operation == Operation::wait_enter;
        });
    if (entered != own.rend() &&
        graph_.event(*entered).location == asked.location) {
      return true;
    }
  }
  return false;
}

Event Stepper::blocked(int thread) {
  Event e = pending(thread).value_or(Event());
  if (e.kind != EventKind::read) return e;
  e.reads_from = writes_of(e).back();
  e.value_read = graph_.event(e.reads_from).value_written;
  evaluate(e);
  return e;
}

// True if the order S exists with this event, too. A write, or the second half
// of an update, goes to `position` in mo.
bool Stepper::is_consistent(const Event& e, std::size_t position) {
  if (e.effective != Order::seq_cst && graph_.seq_cst_events < 2) return true;
  ExecutionGraph probe = graph_;
  ThreadClocks clocks = clocks_[e.thread];
  EventId id = probe.add(e);
  if (e.kind == EventKind::read) {
    probe.reads[std::size_t(e.location)].push_back(id);
  }
  if (e.kind == EventKind::write) probe.place(id, int(position));
  probe.compute_clocks(id, clocks);
  probe.advance(clocks, id);
  if (e.kind == EventKind::read && e.is_update) {
    id = probe.add(write_half_of(e));
    probe.place(id, int(position));
    probe.compute_clocks(id, clocks);
  }
  return seq_cst_.has_order(probe);
}

std::int64_t Stepper::deadline_of(int thread) const {
  const Request* const request = source_.request(thread);
  if (request == nullptr) return kNoDeadline;
  const bool sleeps = request->kind == EventKind::idle;
  const bool waits = is_timed(request->operation);
  return sleeps || waits ? std::int64_t(request->operand2) : kNoDeadline;
}

// In idle time: nobody else can do anything, and nobody's deadline is earlier;
// or the clock has moved that far already.
bool Stepper::can_move_clock(int thread) const {
  const std::int64_t deadline = deadline_of(thread);
  if (!settings_.idle_time || deadline == kNoDeadline) return false;
  if (source_.time_of(thread) >= deadline) return true;
  for (int t = 0; t < source_.thread_count(); ++t) {
    if (!is_waiting(t) && !goes_round(t)) return false;
    if (deadline_of(t) < deadline) return false;
  }
  return true;
}

// In idle time a timed operation only waits if it is blocked at the newest
// value.
bool Stepper::is_waiting(int thread) const {
  std::optional<Event> asked = pending(thread);
  if (!asked) return true;
  switch (asked->kind) {
    case EventKind::idle:
    case EventKind::give_up:
      return true;
    case EventKind::join:
      return graph_.end_of[asked->other] == kNone;
    case EventKind::read: {
      const std::size_t location = std::size_t(asked->location);
      if (location >= graph_.writes.size() || graph_.writes[location].empty()) {
        return false;
      }
      asked->value_read =
          graph_.event(graph_.writes[location].back()).value_written;
      evaluate(*asked);
      return asked->blocked;
    }
    default:
      return false;
  }
}

}  // namespace hb::checker

#include "checker/runtime/stepped_execution.hpp"

#include <algorithm>
#include <utility>

#include "checker/runtime/recorder.hpp"
#include "checker/runtime/state.hpp"
#include "checker/runtime/step_replay.hpp"

namespace hb::checker {

void SteppedExecution::run(std::uintptr_t address) {
  Stepper stepper(source_, settings_);
  const RunningGraph running(stepper.graph());
  start_recording(address);
  stepper.start();
  if (follow(stepper)) go_on_by_itself(stepper);
  look_around(stepper);
  record(stepper);
}

// True if all decisions could be taken.
bool SteppedExecution::follow(Stepper& stepper) {
  for (std::size_t i = 0; i < decisions_.size(); ++i) {
    if (stepper.has_failed()) {
      decisions_.resize(i);
      return true;
    }
    const Decision& decision = decisions_[i];
    const bool taken = decision.moves_clock
                           ? stepper.move_clock(decision.step.thread)
                           : stepper.take(decision.step);
    if (!taken) return false;
  }
  return true;
}

void SteppedExecution::go_on_by_itself(Stepper& stepper) {
  for (Decision next; find_automatic(stepper, next); next = {}) {
    if (!stepper.take(next.step)) return;
    decisions_.push_back(next);
  }
}

bool SteppedExecution::find_automatic(Stepper& stepper, Decision& found) const {
  if (stepper.has_failed() ||
      int(stepper.graph().events.size()) >= settings_.max_events) {
    return false;
  }
  for (int t = 0; t < source_.thread_count(); ++t) {
    const auto asked = stepper.pending(t);
    if (!asked || asked->kind == EventKind::idle ||
        !happens_by_itself(*asked, stack_of_request(t), symbols_)) {
      continue;
    }
    const std::vector<Option> options = stepper.options(t);
    // Which block operator new gives may matter: then somebody decides.
    const bool is_choice = asked->kind == EventKind::choice;
    if (options.empty() || (is_choice && options.size() > 1)) continue;
    found.step = options.front().step;
    found.by_itself = true;
    return true;
  }
  return false;
}

// True if nothing has to happen: it waits, and at most wakes up for no reason.
bool SteppedExecution::may_stand(const std::vector<Option>& options) {
  return std::all_of(options.begin(), options.end(), [](const Option& option) {
    return is_spurious(option.event);
  });
}

void SteppedExecution::look_around(Stepper& stepper) {
  threads_.clear();
  bool all_stand = true;
  for (int t = 0; t < source_.thread_count(); ++t) {
    // Numbers go by creator, so some are left out.
    if (t > 0 && stepper.graph().create_of[t] == kNone) continue;
    SteppedThread thread;
    thread.thread = t;
    const auto asked = stepper.pending(t);
    if (asked) {
      thread.options = stepper.options(t);
      thread.goes_round = stepper.goes_round(t);
      thread.state = asked->kind == EventKind::give_up
                         ? SteppedThread::State::cut
                     : may_stand(thread.options) ? SteppedThread::State::waiting
                                                 : SteppedThread::State::ready;
    }
    all_stand = all_stand && (thread.state != SteppedThread::State::ready ||
                              thread.goes_round);
    threads_.push_back(std::move(thread));
  }
  is_over_ = stepper.has_failed() || all_stand;
}

// The events so far, and what each thread asks for as events behind them.
void SteppedExecution::record(Stepper& stepper) {
  std::vector<std::pair<Event, CallStack>> asked(kMaxThreads);
  const bool has_failed = stepper.has_failed();
  for (SteppedThread& thread : threads_) {
    const auto pending = stepper.pending(thread.thread);
    if (!pending || has_failed) continue;
    const bool waits = thread.state == SteppedThread::State::waiting;
    asked[std::size_t(thread.thread)] = {
        waits ? stepper.blocked(thread.thread) : *pending,
        stack_of_request(thread.thread)};
  }
  events_ = stepper.graph().events;
  recorded_ = finish_recording(
      {Ending::complete, nullptr, stepper.graph(), stepper.order()});
  for (SteppedThread& thread : threads_) {
    auto& [event, stack] = asked[std::size_t(thread.thread)];
    if (event.thread < 0) continue;
    // When it is over, what somebody waits for belongs to the story.
    if (is_over_) {
      ThreadState& state = recorded_.threads[std::size_t(thread.thread)].state;
      if (thread.goes_round) state = ThreadState::spinning;
      if (event.blocked) state = ThreadState::waiting;
    }
    if (event.kind == EventKind::create) {
      name_child(event, stack);
    }
    thread.event = static_cast<int>(recorded_.events.size());
    recorded_.order.push_back(static_cast<EventId>(thread.event));
    recorded_.events.push_back({event, std::move(stack), true});
  }
}

// The thread that `create` would start has a name before it exists.
void SteppedExecution::name_child(const Event& create, const CallStack& stack) {
  const std::size_t number = std::size_t(create.other);
  if (recorded_.threads.size() <= number) {
    recorded_.threads.resize(number + 1);
  }
  RecordedThread& child = recorded_.threads[number];
  child.creator = create.thread;
  child.created = stack;
}

std::string SteppedExecution::step(int thread, std::size_t choice) {
  const auto chosen = std::find_if(
      threads_.begin(), threads_.end(),
      [&](const SteppedThread& one) { return one.thread == thread; });
  if (chosen == threads_.end()) {
    return "no thread " + std::to_string(thread);
  }
  if (chosen->options.empty()) {
    return is_over_ ? "nothing comes after this"
           : chosen->state == SteppedThread::State::ended
               ? "that thread has ended"
               : "that thread waits";
  }
  if (choice >= chosen->options.size()) {
    return "that thread has " + std::to_string(chosen->options.size()) +
           (chosen->options.size() == 1 ? " choice" : " choices");
  }
  if (int(events_.size()) >= settings_.max_events) {
    return "the limit of " + std::to_string(settings_.max_events) +
           " events is reached";
  }
  const Option& option = chosen->options[choice];
  if (option.moves_clock) {
    ReplayStep clock;
    clock.thread = option.step.thread;
    decisions_.push_back({clock, int(choice), false, true});
    if (option.event.kind == EventKind::idle) return "";
    decisions_.push_back({option.step, 0, true, false});
  } else {
    decisions_.push_back({option.step, int(choice), false, false});
  }
  return "";
}

void SteppedExecution::undo(int count) {
  for (; count > 0 && !decisions_.empty(); --count) {
    while (!decisions_.empty() && decisions_.back().by_itself) {
      decisions_.pop_back();
    }
    if (!decisions_.empty()) decisions_.pop_back();
  }
}

bool SteppedExecution::blocks(Stepper& stepper, const ReplayStep& step) {
  const auto asked = stepper.pending(step.thread);
  if (!asked || asked->kind != EventKind::read ||
      !stepper.blocked(step.thread).blocked) {
    return false;
  }
  const std::vector<Option> options = stepper.options(step.thread);
  return step.source == ReplayStep::kNewest && step.choice == 0 &&
         std::none_of(options.begin(), options.end(),
                      [&](const Option& one) { return one.step == step; });
}

SteppedExecution::Decision SteppedExecution::decision_for(
    Stepper& stepper, const ReplayStep& step) const {
  Decision decision{step};
  const auto asked = stepper.pending(step.thread);
  if (!asked) return decision;
  decision.by_itself =
      happens_by_itself(*asked, stack_of_request(step.thread), symbols_);
  const std::vector<Option> options = stepper.options(step.thread);
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (options[i].step == step) decision.choice = int(i);
  }
  return decision;
}

std::string SteppedExecution::replace(const std::vector<ReplayStep>& steps) {
  const std::vector<Decision> before = std::exchange(decisions_, {});
  Stepper stepper(source_, settings_);
  const RunningGraph running(stepper.graph());
  start_recording(0);
  stepper.start();
  std::string refusal;
  for (std::size_t i = 0; i < steps.size() && !stepper.has_failed(); ++i) {
    // A step that blocks comes from a report, where its thread stands for ever;
    // here it may yet go on.
    if (blocks(stepper, steps[i])) continue;
    Decision decision = decision_for(stepper, steps[i]);
    const std::size_t before_it = stepper.graph().events.size();
    if (!stepper.take(steps, i)) {
      refusal = "this code does not fit the test: it has been changed since";
      break;
    }
    const auto& events = stepper.graph().events;
    decision.moves_clock =
        events.size() > before_it && events[before_it].kind == EventKind::idle;
    if (decision.moves_clock) decision.by_itself = false;
    if (!decisions_.empty() && decisions_.back().moves_clock &&
        decisions_.back().step.thread == decision.step.thread) {
      decision.by_itself = true;  // the wait that the clock has ended
    }
    decisions_.push_back(decision);
  }
  finish_recording(
      {Ending::complete, nullptr, stepper.graph(), stepper.order()});
  if (!refusal.empty()) decisions_ = before;
  return refusal;
}

std::vector<ReplayStep> SteppedExecution::steps() const {
  std::vector<ReplayStep> steps;
  for (const Decision& decision : decisions_) steps.push_back(decision.step);
  return steps;
}

std::vector<SteppedExecution::Move> SteppedExecution::moves() const {
  std::vector<Move> moves;
  for (const Decision& decision : decisions_) {
    if (decision.by_itself) continue;
    moves.push_back({decision.step.thread, decision.choice});
  }
  return moves;
}

}  // namespace hb::checker

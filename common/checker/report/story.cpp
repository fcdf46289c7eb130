#include "checker/report/story.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "checker/report/linear_order.hpp"
#include "checker/report/source_lines.hpp"
#include "checker/report/thread_names.hpp"

namespace hb::checker {

std::string Step::what() const {
  std::string text = operation;
  if (!object.empty()) text += " " + object;
  if (!value.empty()) text += " " + value;
  if (!note.empty()) text += (text.empty() ? "" : "  ") + note;
  return text;
}

std::string Step::source() const {
  std::string text;
  switch (from) {
    case From::nothing:
      return "";
    case From::initial:
      text = "initial";
      break;
    case From::step:
      text = "from " + std::to_string(from_step);
      break;
    case From::left_out:
      text = "from earlier";
      break;
  }
  return "[" + text + (is_stale() ? ", stale]" : "]");
}

Story::Story(RecordedExecution execution, const Symbols& symbols,
             Telling telling)
    : telling_(telling),
      execution_(telling == Telling::stepped
                     ? std::move(execution)
                     : in_sequential_order(std::move(execution))),
      symbols_(symbols),
      relations_(execution_),
      names_(execution_, symbols),
      threads_(thread_names(execution_, symbols)) {
  add_steps();
  mark_racing_event();
  mark_wrong_unlock();
  if (telling_ == Telling::explained) drop_what_matters_least();
  number_steps();
  find_sources();
  hide_orders_that_never_differ();
  find_home_file();
}

void Story::add_steps() {
  std::set<int> active;  // threads that do more than start and join others
  const int count = static_cast<int>(relations_.items().size());
  std::vector<Step> all;
  auto beside = steps_beside_events();
  std::size_t told = 0;
  const auto tell_until = [&](int place) {
    for (; told < beside.size() && beside[told].first <= place; ++told) {
      if (!beside[told].second.is_blocked) {
        active.insert(beside[told].second.thread);
      }
      all.push_back(std::move(beside[told].second));
    }
  };
  int place = 0;
  for (int item = 0; item < count; ++item) {
    const int access = relations_.items()[std::size_t(item)].access;
    if (access < 0) ++place;
    tell_until(access < 0 ? place - 1
                          : execution_.accesses[std::size_t(access)].place);
    if (is_folded(item)) continue;
    all.push_back(step_for(item));
    const EventKind kind = relations_.event_of(item).kind;
    if (kind != EventKind::create && kind != EventKind::join) {
      active.insert(all.back().thread);
    }
  }
  tell_until(1 << 20);
  for (Step& step : all) {
    if (telling_ == Telling::stepped || active.empty() ||
        active.contains(step.thread)) {
      steps_.push_back(std::move(step));
    }
  }
}

bool Story::is_folded(int item) const {
  if (!relations_.is_event(item)) return false;
  const Event& event = relations_.event_of(item);
  if (telling_ == Telling::stepped) {
    const int index = relations_.items()[std::size_t(item)].event;
    const RecordedEvent& recorded = execution_.events[std::size_t(index)];
    // When it is over, only what somebody waits for is still told.
    if (recorded.is_asked && execution_.failure) return !event.blocked;
    return happens_by_itself(event, recorded.stack, symbols_);
  }
  switch (event.kind) {
    case EventKind::create:
    case EventKind::join:
    case EventKind::fence:
      return false;
    case EventKind::choice:
      return event.choice == 0;
    case EventKind::write:
      // The second half of an update is shown with its first.
      return event.is_update || is_bookkeeping(item);
    case EventKind::read:
      // Backing out of a wait that was never slept in tells a reader nothing.
      return event.operation == Operation::wait_leave || is_bookkeeping(item);
    default:
      return true;
  }
}

// What the library does with atomics of its own.
bool Story::is_bookkeeping(int item) const {
  const Event& event = relations_.event_of(item);
  if (is_object(event.operation) || event.location < 0) return false;
  const int index = relations_.items()[std::size_t(item)].event;
  return is_bookkeeping_file(
      symbols_.caller_file_of(execution_.events[std::size_t(index)].stack));
}

Step Story::step_for(int item) const {
  const Item& what = relations_.items()[std::size_t(item)];
  Step step;
  step.item = item;
  step.thread = what.thread;
  if (what.access >= 0) {
    const RecordedAccess& access =
        execution_.accesses[std::size_t(what.access)];
    step.operation = access.is_write ? "write" : "read";
    step.object = names_.of_access(what.access);
    step.is_racing = access.is_racing;
    step.place = symbols_.place_of(access.stack);
    mark_wrong_access(step, access);
    return step;
  }
  const RecordedEvent& recorded = execution_.events[std::size_t(what.event)];
  step.place = symbols_.place_of(recorded.stack);
  step.is_blocked = recorded.event.blocked;
  describe_event(step, recorded.event);
  return step;
}

// The newest write that a read could have seen by the time it was executed, if
// that is not the one it read.
int Story::newest_unseen(int item) const {
  const Event& read = relations_.event_of(item);
  const auto& writes = execution_.locations[std::size_t(read.location)].writes;
  const auto source = std::find(writes.begin(), writes.end(), read.reads_from);
  if (source == writes.end()) return -1;
  for (auto newer = writes.end() - 1; newer > source; --newer) {
    const int written = relations_.item_of_event(*newer);
    if (written < 0) continue;
    // Its own second half.
    if (read.is_update && relations_.previous(written) == item) continue;
    if (written > item) continue;
    return written;
  }
  return -1;
}

void Story::find_sources() {
  for (Step& step : steps_) {
    if (!relations_.is_event(step.item)) continue;
    const Event& event = relations_.event_of(step.item);
    // A reader follows the values of atomics; whom a lock was taken over from
    // is told only if it matters.
    if (event.kind != EventKind::read || is_object(event.operation)) continue;
    const int source =
        event.reads_from < 0 ? -1 : relations_.item_of_event(event.reads_from);
    const Step* from = source < 0 ? nullptr : step_of(source);
    step.from = source < 0        ? Step::From::initial
                : from == nullptr ? Step::From::left_out
                                  : Step::From::step;
    if (from != nullptr) step.from_step = from->number;
    const int newer = newest_unseen(step.item);
    const Step* unseen = newer < 0 ? nullptr : step_of(newer);
    if (unseen != nullptr) step.newer_step = unseen->number;
  }
}

bool Story::is_stuck() const {
  return execution_.failure &&
         (execution_.failure->failure.kind == Kind::deadlock ||
          execution_.failure->failure.kind == Kind::livelock);
}

const Step* Story::step_of(int item) const {
  if (item < 0) return nullptr;
  const int step = step_of_item_[std::size_t(item)];
  return step < 0 ? nullptr : &steps_[std::size_t(step)];
}

const Step* Story::last_step_of(int thread) const {
  for (std::size_t i = steps_.size(); i-- > 0;) {
    if (steps_[i].thread == thread) return &steps_[i];
  }
  return nullptr;
}

std::string Story::step_text(int item) const {
  const Step* step = step_of(item);
  return step == nullptr ? "an earlier step"
                         : "step " + std::to_string(step->number);
}

std::string Story::line_text(const Place& place) const {
  if (!place.known()) return "";
  return (place.file == home_file_ ? "" : place.short_file()) + ":" +
         std::to_string(place.line);
}

}  // namespace hb::checker

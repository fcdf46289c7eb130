#include "checker/report/step_state.hpp"

#include <algorithm>
#include <bit>
#include <nlohmann/json.hpp>

#include "checker/report/json.hpp"

namespace hb::checker {
namespace {

using nlohmann::ordered_json;

const char* name_of(SteppedThread::State state) {
  switch (state) {
    case SteppedThread::State::ready:
      return "ready";
    case SteppedThread::State::waiting:
      return "waiting";
    case SteppedThread::State::ended:
      return "ended";
    case SteppedThread::State::cut:
      return "cut";
  }
  return "";
}

// A line without its indentation; nothing if it only closes what was opened.
std::string statement_of(const std::string& line) {
  if (line.find_first_not_of(" \t\r(){};,") == line.npos) return "";
  const auto begin = line.find_first_not_of(" \t");
  const auto end = line.find_last_not_of(" \t\r");
  return begin == line.npos ? "" : line.substr(begin, end - begin + 1);
}

// Tells what one thread would do next.
class Next {
 public:
  Next(const Story& story, const SteppedThread& thread)
      : story_(story),
        thread_(thread),
        event_(story.execution().events[std::size_t(thread.event)].event),
        step_(story.step_of(story.relations().item_of_event(thread.event))) {}

  ordered_json object() const {
    ordered_json object;
    object["next"] = what();
    object["order"] = step_ == nullptr ? "" : step_->order;
    const Place place = story_.symbols().place_of(
        story_.execution().events[std::size_t(thread_.event)].stack);
    object["file"] = place.file;
    object["line"] = place.line;
    object["source"] =
        statement_of(story_.symbols().source_line(place.file, place.line));
    object["waits"] =
        thread_.state == SteppedThread::State::waiting ? waits() : "";
    object["goes_round"] = thread_.goes_round;
    object["choices"] = ordered_json::array();
    for (std::size_t i = 0; i < thread_.options.size(); ++i) {
      object["choices"].push_back(choice(i));
    }
    return object;
  }

 private:
  // "load is_full_", "store letter_ = 42", "lock first": no value that is not
  // known yet.
  std::string what() const {
    switch (event_.kind) {
      case EventKind::idle:
        return "sleep";
      case EventKind::choice:
        return "new";
      case EventKind::give_up:
        return "give way";
      default:
        break;
    }
    if (step_ == nullptr) return "";
    std::string text = step_->operation;
    if (!step_->object.empty()) text += " " + step_->object;
    if (event_.kind == EventKind::write) text += " " + step_->value;
    return text;
  }

  std::string object_name() const {
    return event_.location < 0 ? ""
                               : story_.names().of_location(event_.location);
  }

  std::string waits() const {
    if (event_.kind == EventKind::join) {
      return "waits for " + story_.thread(event_.other) + " to end";
    }
    if (event_.kind == EventKind::idle) return "sleeps";
    if (is_lock(event_.operation)) {
      const int owner = static_cast<int>(event_.value_read & 255) - 1;
      return "waits for " + object_name() + ", which " +
             (owner < 0 ? "others hold shared"
                        : story_.thread(owner) + " holds");
    }
    switch (event_.operation) {
      case Operation::wait_sleep:
      case Operation::wait_timed_sleep:
        return "waits on " + object_name() + " to be notified";
      case Operation::semaphore_acquire:
      case Operation::semaphore_timed_acquire:
        return "waits for " + object_name() + ": its count is 0";
      case Operation::once_begin:
        return "waits for an initialisation that has begun";
      default:
        return "waits for " + object_name();
    }
  }

  ordered_json choice(std::size_t number) const {
    const Option& option = thread_.options[number];
    const Event& event = option.event;
    ordered_json object;
    object["choice"] = number;
    object["what"] = outcome(event);
    object["from"] = nullptr;
    const bool is_atomic_read =
        event.kind == EventKind::read && !is_object(event.operation);
    if (is_atomic_read) object["from"] = from_step(event.reads_from);
    object["newest"] = option.step.source == ReplayStep::kNewest &&
                       option.step.position == ReplayStep::kNewest;
    object["why"] = why(option);
    return object;
  }

  std::string value(std::uint64_t value) const {
    return story_.value_of(value, event_.size);
  }

  // What it comes to.
  std::string outcome(const Event& event) const {
    switch (event.kind) {
      case EventKind::choice:
        return event.choice == 0 ? "gets a fresh block"
                                 : "gets the block that was freed last";
      case EventKind::write:
        return "stores " + value(event.value_written);
      case EventKind::read:
        break;
      default:
        return "";
    }
    if (is_object(event.operation)) return outcome_of_object(event);
    if (event.is_update) {
      return value(event.value_read) + " -> " + value(event.value_written);
    }
    const bool compares = event.operation == Operation::compare_exchange ||
                          event.operation == Operation::compare_exchange_weak;
    return "reads " + value(event.value_read) +
           (compares ? event.choice != 0 ? ", and fails for no reason"
                                         : ", and fails"
                     : "");
  }

  std::string outcome_of_object(const Event& event) const {
    if (event.blocked) return "waits for itself, for ever";
    switch (event.operation) {
      case Operation::mutex_try_lock:
      case Operation::shared_try_lock:
      case Operation::shared_try_lock_shared:
      case Operation::semaphore_try_acquire:
        if (event.result != 0) return "takes it";
        return event.choice != 0 ? "fails for no reason" : "fails";
      case Operation::mutex_timed_lock:
      case Operation::shared_timed_lock:
      case Operation::shared_timed_lock_shared:
      case Operation::semaphore_timed_acquire:
        return event.result != 0 ? "takes it" : "times out";
      case Operation::wait_sleep:
        return event.choice != 0 ? "wakes up for no reason" : "is woken";
      case Operation::wait_timed_sleep:
        return event.choice != 0 ? "times out" : "is woken";
      case Operation::notify_one: {
        const std::uint64_t woken = event.value_read & ~event.value_written;
        return woken == 0 ? "nobody waits"
                          : "wakes " + story_.thread(std::countr_zero(woken));
      }
      case Operation::notify_all:
        return event.value_read == 0
                   ? "nobody waits"
                   : "wakes " + std::to_string(std::popcount(event.value_read));
      default:
        return "";
    }
  }

  // The step that wrote it; 0 for the initial value.
  int from_step(int write) const {
    const int item = write < 0 ? -1 : story_.relations().item_of_event(write);
    const Step* step = item < 0 ? nullptr : story_.step_of(item);
    return step == nullptr ? 0 : step->number;
  }

  std::string step_after(std::size_t position) const {
    const auto& writes =
        story_.execution().locations[std::size_t(event_.location)].writes;
    const int step = position < writes.size() ? from_step(writes[position]) : 0;
    return step == 0 ? "a later store" : "step " + std::to_string(step);
  }

  // Why that is possible, where it is not plain.
  std::string why(const Option& option) const {
    const Event& event = option.event;
    if (event.kind == EventKind::write &&
        option.step.position != ReplayStep::kNewest) {
      const std::string later = step_after(std::size_t(event.position));
      return "goes before " + later + " in the order of the stores to " +
             object_name() + ": nothing orders the two";
    }
    if (event.kind != EventKind::read) return "";
    if (option.step.source != ReplayStep::kNewest) {
      const std::string newer = step_after(std::size_t(option.step.source) + 1);
      return newer + " has changed it, but nothing makes " + newer +
             " happen before this";
    }
    if (event.choice == 0) return "";
    if (is_timed(event.operation)) {
      return "the others may take any time, so any deadline may pass";
    }
    switch (event.operation) {
      case Operation::wait_sleep:
        return "a wait may wake up without a notification";
      case Operation::mutex_try_lock:
        return "try_lock may fail although nobody holds the lock";
      case Operation::compare_exchange_weak:
        return "compare_exchange_weak may fail at the expected value";
      default:
        return "";
    }
  }

  const Story& story_;
  const SteppedThread& thread_;
  const Event& event_;
  const Step* const step_;
};

bool is_asked(const Story& story, const Step& step) {
  if (!story.relations().is_event(step.item)) return false;
  const int event = story.relations().items()[std::size_t(step.item)].event;
  return story.execution().events[std::size_t(event)].is_asked;
}

}  // namespace

ordered_json json_state(const Story& story,
                        const std::vector<SteppedThread>& threads) {
  ordered_json object;
  object["threads"] = ordered_json::array();
  for (const SteppedThread& thread : threads) {
    ordered_json one;
    one["thread"] = thread.thread;
    one["name"] = story.thread(thread.thread);
    one["state"] = name_of(thread.state);
    if (thread.event >= 0) one.update(Next(story, thread).object());
    object["threads"].push_back(std::move(one));
  }
  object["steps"] = ordered_json::array();
  for (const Step& step : story.steps()) {
    if (story.execution().failure || !is_asked(story, step)) {
      object["steps"].push_back(json_step(story, step));
    }
  }
  return object;
}

}  // namespace hb::checker

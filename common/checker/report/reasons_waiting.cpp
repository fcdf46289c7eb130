// Deadlocks and livelocks: who waits for what.
#include <algorithm>

#include "checker/report/reasons.hpp"
#include "checker/report/value_text.hpp"

namespace hb::checker {
namespace {

std::string at_line(const Story& story, const CallStack& stack) {
  const std::string line = story.line_text(story.symbols().place_of(stack));
  return line.empty() ? "" : " (" + line + ")";
}

// Where `owner` took the lock that it holds when the execution is over.
const Step* step_that_took(const Story& story, int location, int owner) {
  const Step* taken = nullptr;
  int held = 0;  // times, by this owner: a lock may be recursive
  for (const Step& step : story.steps()) {
    const Event& event = story.relations().event_of(step.item);
    if (step.thread != owner || event.location != location ||
        !event.is_update) {
      continue;
    }
    held += event.operation == Operation::mutex_unlock ? -1 : 1;
    if (held == 1 && event.operation != Operation::mutex_unlock) taken = &step;
  }
  return taken;
}

std::string lock_text(const Story& story, const RecordedEvent& blocked) {
  const Event& event = blocked.event;
  const std::string name = story.names().of_location(event.location);
  const std::string self = story.thread(event.thread);
  const int owner = static_cast<int>(event.value_read & 255) - 1;
  std::string text =
      self + " waits for " + name + at_line(story, blocked.stack);
  if (owner == event.thread) {
    text += ", which it holds itself";
  } else if (owner >= 0) {
    text += ", which " + story.thread(owner) + " holds";
  } else {
    text += ", which others hold shared";
  }
  const Step* taken =
      owner < 0 ? nullptr : step_that_took(story, event.location, owner);
  if (taken != nullptr) {
    text += " since step " + std::to_string(taken->number);
  }
  const auto& threads = story.execution().threads;
  if (owner >= 0 && owner != event.thread &&
      threads[std::size_t(owner)].state == ThreadState::ended) {
    text += " and never unlocked before it ended";
  }
  return text;
}

// A store to the atomic that a thread sleeps on, after it began to.
const Step* unnotified_change(const Story& story, const Event& sleep,
                              int began) {
  const auto& locations = story.execution().locations;
  const auto address = locations[std::size_t(sleep.location)].address;
  for (const Step& step : story.steps()) {
    const Event& event = story.relations().event_of(step.item);
    if (event.location < 0 || step.number < began ||
        is_object(event.operation) ||
        locations[std::size_t(event.location)].address != address) {
      continue;
    }
    if (event.kind == EventKind::write || event.is_update) return &step;
  }
  return nullptr;
}

// Of a wait on a condition variable or an atomic: the notify that came too
// early, or that none came.
std::string wait_text(const Story& story, const RecordedEvent& blocked) {
  const Event& event = blocked.event;
  const std::string name = story.names().of_location(event.location);
  std::string text = story.thread(event.thread) + " waits on " + name +
                     at_line(story, blocked.stack) + " to be notified, ";
  int began = 0;
  int looked = 0;  // where it last took a lock before it waited
  const Step* early = nullptr;
  bool notified_others = false;
  for (const Step& step : story.steps()) {
    const Event& other = story.relations().event_of(step.item);
    if (other.thread == event.thread && began == 0 &&
        other.operation == Operation::mutex_lock) {
      looked = step.number;
    }
    if (other.location != event.location) continue;
    if (other.operation == Operation::wait_enter &&
        other.thread == event.thread) {
      began = step.number;
    }
    const bool notifies = other.operation == Operation::notify_one ||
                          other.operation == Operation::notify_all;
    if (!notifies) continue;
    if (other.value_read == 0) {
      early = &step;
    } else if (began != 0) {
      notified_others = true;
    }
  }
  if (notified_others) {
    return text +
           "but the notify woke another thread, and none is left to "
           "come";
  }
  if (early != nullptr) {
    text += "but the notify of " + story.thread(early->thread) + " (step " +
            std::to_string(early->number) + ") came before the wait began" +
            (began == 0 ? "" : " (step " + std::to_string(began) + ")");
    // WHY not lost then: what it spoke of could be seen under the lock.
    return text + (looked > early->number
                       ? ", and before the lock for it was taken (step " +
                             std::to_string(looked) + "); none comes later"
                       : ": it woke nobody and is lost");
  }
  if (const Step* change = unnotified_change(story, event, began)) {
    return text + "but step " + std::to_string(change->number) +
           " changed it and did not notify";
  }
  return text + "and no thread is left that would do so";
}

std::string blocked_text(const Story& story, const RecordedEvent& blocked) {
  const Event& event = blocked.event;
  const std::string name =
      event.location < 0 ? "" : story.names().of_location(event.location);
  const std::string self = story.thread(event.thread);
  if (is_lock(event.operation)) return lock_text(story, blocked);
  switch (event.operation) {
    case Operation::wait_sleep:
    case Operation::wait_timed_sleep:
      return wait_text(story, blocked);
    case Operation::semaphore_acquire:
    case Operation::semaphore_timed_acquire:
      return self + " waits for " + name + at_line(story, blocked.stack) +
             ": its count is 0, and no thread is left that would release it";
    case Operation::once_begin:
      return self + " waits" + at_line(story, blocked.stack) +
             " for an initialisation that another thread has begun";
    default:
      return self + " waits for " + name + at_line(story, blocked.stack);
  }
}

// The last value that a spinning thread looked at.
std::string spin_text(const Story& story, int thread) {
  for (std::size_t i = story.steps().size(); i-- > 0;) {
    const Step& step = story.steps()[i];
    if (step.thread != thread || step.value.empty()) continue;
    const std::string line = story.line_text(step.place);
    const std::string what =
        step.operation + " " + step.object + " " + step.value;
    return story.thread(thread) + " goes round and round" +
           (line.empty() ? "" : " at " + line) + " (" + what +
           "), and no thread is left that would change " + step.object;
  }
  return story.thread(thread) +
         " goes round and round, and nothing is left that could change";
}

// True if each of them waits for a lock that the next one holds.
bool is_lock_cycle(const Story& story) {
  const int count = static_cast<int>(story.execution().threads.size());
  for (int start = 0; start < count; ++start) {
    int at = start;
    for (int steps = 0; steps < count; ++steps) {
      const RecordedEvent* blocked = blocked_event(story, at);
      if (blocked == nullptr || !is_lock(blocked->event.operation)) break;
      at = static_cast<int>(blocked->event.value_read & 255) - 1;
      if (at == start) return steps > 0;
      if (at < 0) break;
    }
  }
  return false;
}

}  // namespace

const RecordedEvent* blocked_event(const Story& story, int thread) {
  const auto& events = story.execution().events;
  for (std::size_t i = events.size(); i-- > 0;) {
    const Event& event = events[i].event;
    if (event.thread == thread && event.kind == EventKind::read &&
        event.blocked) {
      return &events[i];
    }
  }
  return nullptr;
}

bool holds_what_others_need(const Story& story, int thread) {
  const int count = static_cast<int>(story.execution().threads.size());
  for (int other = 0; other < count; ++other) {
    const RecordedEvent* blocked = blocked_event(story, other);
    if (other != thread && blocked != nullptr &&
        is_lock(blocked->event.operation) &&
        static_cast<int>(blocked->event.value_read & 255) - 1 == thread) {
      return true;
    }
  }
  return false;
}

std::vector<std::string> waiting_causes(const Story& story) {
  std::vector<std::string> causes;
  std::vector<std::string> joins;
  const auto& threads = story.execution().threads;
  for (std::size_t t = 0; t < threads.size(); ++t) {
    const int thread = static_cast<int>(t);
    if (threads[t].state == ThreadState::spinning) {
      causes.push_back(spin_text(story, thread));
    } else if (threads[t].joins >= 0 &&
               threads[t].state != ThreadState::ended) {
      const std::string text = story.thread(thread) + " waits in join for " +
                               story.thread(threads[t].joins);
      if (holds_what_others_need(story, thread)) {
        causes.push_back(text + at_line(story, threads[t].last) +
                         ", and keeps its lock meanwhile");
      } else {
        joins.push_back(text);
      }
    } else if (const RecordedEvent* blocked = blocked_event(story, thread)) {
      causes.push_back(blocked_text(story, *blocked));
    }
  }
  if (story.execution().failure->failure.kind == Kind::livelock) {
    add_lost_update(story, causes);
  }
  if (is_lock_cycle(story)) {
    causes.push_back("each holds what the other needs: neither can go on");
  }
  // Whoever joins a stuck thread is stuck as well; alone that is the defect.
  if (causes.empty()) causes = joins;
  return causes;
}

}  // namespace hb::checker

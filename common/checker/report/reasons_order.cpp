// Data races and failed expectations.
#include <algorithm>

#include "checker/report/linear_order.hpp"
#include "checker/report/reasons.hpp"
#include "checker/report/value_text.hpp"

namespace hb::checker {
namespace {

std::string named_locks(const Story& story, const std::vector<int>& items) {
  std::vector<std::string> names;
  for (const int item : items) {
    names.push_back(
        story.names().of_location(story.relations().event_of(item).location));
  }
  return listed(names);
}

// True if both hold the same lock, which can only be as readers.
bool shared_only(const Story& story, const std::vector<int>& first,
                 const std::vector<int>& second) {
  const auto location_of = [&](int item) {
    return story.relations().event_of(item).location;
  };
  return first.size() == 1 && second.size() == 1 &&
         location_of(first[0]) == location_of(second[0]);
}

// What the threads of a race hold, if that is where it goes wrong.
std::string lock_cause(const Story& story, const RacingPair& pair) {
  const auto first = story.relations().locks_held(pair.first->item);
  const auto second = story.relations().locks_held(pair.second->item);
  if (first.empty() && second.empty()) return "";
  const auto& name = [&](const Step* step) {
    return story.thread(step->thread);
  };
  if (first.empty() != second.empty()) {
    const Step* with = first.empty() ? pair.second : pair.first;
    const Step* without = first.empty() ? pair.first : pair.second;
    return name(with) + " holds " +
           named_locks(story, first.empty() ? second : first) + " in step " +
           std::to_string(with->number) + ", but " + name(without) +
           " holds no lock in step " + std::to_string(without->number) +
           ": a lock orders only those who take it";
  }
  if (shared_only(story, first, second)) {
    return name(pair.first) + " and " + name(pair.second) + " both hold " +
           named_locks(story, first) +
           " shared: that keeps writers out, and not each other";
  }
  return name(pair.first) + " holds " + named_locks(story, first) +
         " in step " + std::to_string(pair.first->number) + ", " +
         name(pair.second) + " holds " + named_locks(story, second) +
         " in step " + std::to_string(pair.second->number) +
         ": only a lock that both take alone orders them";
}

// The join that comes too late, if one thread starts or joins the other.
std::string join_cause(const Story& story, const RacingPair& pair) {
  const Step* joiner = pair.second;
  const Step* joined = pair.first;
  const auto& threads = story.execution().threads;
  if (threads[std::size_t(joined->thread)].creator != joiner->thread) {
    return "";
  }
  const int count = static_cast<int>(story.relations().items().size());
  for (int item = joiner->item; item < count; ++item) {
    const Event& event = story.relations().event_of(item);
    const Step* step = story.step_of(item);
    if (event.kind == EventKind::join && event.thread == joiner->thread &&
        event.other == joined->thread && step != nullptr) {
      return story.thread(joiner->thread) + " joins " +
             story.thread(joined->thread) + " only in step " +
             std::to_string(step->number);
    }
  }
  return story.thread(joiner->thread) + " has not joined " +
         story.thread(joined->thread) + " by then";
}

std::string order_of_write(const Story& story, int item) {
  return name_of(story.relations().event_of(item).effective);
}

// Reads that did not see the newest value, and why they did not have to.
void add_stale_reads(const Story& story, std::vector<std::string>& causes) {
  for (const Step& step : story.steps()) {
    if (!step.is_stale() || causes.size() >= 3) continue;
    const std::string newer = "step " + std::to_string(step.newer_step);
    const std::string old =
        step.from == Step::From::initial
            ? "the initial value"
            : "the value of " + (step.from == Step::From::step
                                     ? "step " + std::to_string(step.from_step)
                                     : std::string("an earlier step"));
    causes.push_back("step " + std::to_string(step.number) + " still reads " +
                     old + " of " + step.object + ", although " + newer +
                     " has changed it: nothing makes " + newer +
                     " happen before step " + std::to_string(step.number));
    const Step& unseen = story.steps()[std::size_t(step.newer_step - 1)];
    for (const Link& link : story.relations().way(unseen.item, step.item)) {
      if (!link.synchronizes) causes.push_back(broken_link_text(story, link));
    }
  }
}

}  // namespace

void add_lost_update(const Story& story, std::vector<std::string>& causes) {
  const auto written_later = [&](const Step& read) -> const Step* {
    for (const Step& step : story.steps()) {
      const Event& event = story.relations().event_of(step.item);
      if (step.number > read.number && step.thread == read.thread &&
          step.object == read.object && event.kind == EventKind::write) {
        return &step;
      }
    }
    return nullptr;
  };
  const auto is_plain_load = [&](const Step& step) {
    const Event& event = story.relations().event_of(step.item);
    return event.kind == EventKind::read && !event.is_update &&
           !is_object(event.operation);
  };
  for (const Step& first : story.steps()) {
    if (!is_plain_load(first)) continue;
    for (const Step& second : story.steps()) {
      if (!is_plain_load(second) || second.number <= first.number ||
          second.thread == first.thread || second.object != first.object ||
          story.relations().event_of(first.item).reads_from !=
              story.relations().event_of(second.item).reads_from) {
        continue;
      }
      const Step* one = written_later(first);
      const Step* other = written_later(second);
      if (one == nullptr || other == nullptr) continue;
      causes.push_back(
          "steps " + std::to_string(first.number) + " and " +
          std::to_string(second.number) + " read the same value of " +
          first.object + ", then steps " +
          std::to_string(std::min(one->number, other->number)) + " and " +
          std::to_string(std::max(one->number, other->number)) +
          " both store one made from it: one of the two updates is lost");
      return;
    }
  }
}

void add_spurious_steps(const Story& story, std::vector<std::string>& causes) {
  for (const Step& step : story.steps()) {
    const Event& event = story.relations().event_of(step.item);
    if (event.kind != EventKind::read || event.choice == 0) continue;
    const std::string number = "step " + std::to_string(step.number);
    if (is_timed(event.operation)) {
      causes.push_back(number +
                       " times out: the other threads may take any time, so "
                       "any wait with a deadline may end so");
      return;
    }
    switch (event.operation) {
      case Operation::wait_sleep:
        causes.push_back(number +
                         " wakes up although nobody has notified it: a wait "
                         "may, so its condition is asked again in a loop");
        return;
      case Operation::compare_exchange_weak:
        causes.push_back(number +
                         " fails although the value is the expected one: "
                         "compare_exchange_weak may, so it stands in a loop");
        return;
      case Operation::mutex_try_lock:
        causes.push_back(number +
                         " fails although nobody holds the lock: try_lock may");
        return;
      default:
        break;
    }
  }
}

RacingPair racing_pair(const Story& story) {
  RacingPair pair;
  for (const Step& step : story.steps()) {
    if (!step.is_racing) continue;
    (pair.first == nullptr ? pair.first : pair.second) = &step;
  }
  if (pair.second == nullptr) pair = {};
  return pair;
}

std::string broken_link_text(const Story& story, const Link& link) {
  const auto place = [&](int item) {
    const Step* step = story.step_of(item);
    const std::string line =
        step == nullptr ? "" : story.line_text(step->place);
    return line.empty() ? "" : " (" + line + ")";
  };
  std::string text = story.step_text(link.read) + " reads what " +
                     story.step_text(link.write) +
                     " stored, but that does not synchronize: ";
  const std::string store = "the store" + place(link.write);
  const std::string load = "the load" + place(link.read);
  const std::string load_order =
      name_of(story.relations().event_of(link.read).effective);
  if (link.lacks_release && link.lacks_acquire) {
    return text + store + " and " + load + " are relaxed";
  }
  return text + (link.lacks_release
                     ? store + " is " + order_of_write(story, link.write)
                     : load + " is " + load_order);
}

std::vector<std::string> race_causes(const Story& story) {
  const RacingPair pair = racing_pair(story);
  if (pair.first == nullptr) return {};
  std::vector<std::string> causes;
  const auto links = story.relations().way(pair.first->item, pair.second->item);
  for (const Link& link : links) {
    if (!link.synchronizes) causes.push_back(broken_link_text(story, link));
  }
  const std::string locks = lock_cause(story, pair);
  if (!locks.empty()) causes.push_back(locks);
  if (!causes.empty()) return causes;
  add_stale_reads(story, causes);
  if (!causes.empty()) return causes;
  const std::string join = join_cause(story, pair);
  const std::string first = story.thread(pair.first->thread);
  const std::string second = story.thread(pair.second->thread);
  causes.push_back(
      "nothing that " + second + " does up to step " +
      std::to_string(pair.second->number) + " waits for step " +
      std::to_string(pair.first->number) + " of " + first +
      (join.empty() ? ": they share no lock, and no value goes from one to the "
                      "other"
                    : ": " + join));
  return causes;
}

std::vector<std::string> failure_causes(const Story& story) {
  std::vector<std::string> causes;
  add_stale_reads(story, causes);
  add_spurious_steps(story, causes);
  if (causes.empty()) add_lost_update(story, causes);
  // The last values that the failing thread went by.
  const int thread = story.execution().failure->thread;
  std::vector<std::string> values;
  for (std::size_t i = story.steps().size(); i-- > 0 && values.size() < 2;) {
    const Step& step = story.steps()[i];
    if (step.thread != thread || step.from != Step::From::step) continue;
    const Step& source = story.steps()[std::size_t(step.from_step - 1)];
    if (source.thread == thread) continue;
    values.push_back("step " + std::to_string(step.number) + " reads what " +
                     story.thread(source.thread) + " stored in step " +
                     std::to_string(source.number));
  }
  if (causes.empty() && !values.empty()) {
    std::reverse(values.begin(), values.end());
    causes.push_back(listed(values));
  }
  const ExplorationCounts& counts = story.execution().counts;
  if (!counts.is_replay && counts.executions == counts.failing &&
      counts.limit.empty() && causes.empty()) {
    causes.push_back(
        "every execution ends like this, in whatever order the threads run");
  } else if (sequential_order(story.execution())) {
    causes.push_back(
        "no step depends on a memory order: the threads can run in this order "
        "on any machine");
  }
  return causes;
}

}  // namespace hb::checker

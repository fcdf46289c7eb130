#include "checker/report/reasons.hpp"

#include "checker/report/expectation_text.hpp"
#include "checker/report/value_text.hpp"

namespace hb::checker {
namespace {

std::string at_place(const Place& place) {
  return place.known() ? " at " + place.text() : "";
}

std::string at(const Story& story, const CallStack& stack) {
  return at_place(story.symbols().place_of(stack));
}

Place failure_place(const Story& story) {
  const RecordedFailure& failure = *story.execution().failure;
  if (!failure.file.empty()) return {failure.file, failure.line, 0, ""};
  return story.symbols().place_of(failure.stack);
}

// " at list.hpp:9" and what went wrong there, said in one go. What an assertion
// prints names its place itself.
std::string said_at(const std::string& place, const std::string& message) {
  const std::string where = place.empty() ? "" : place.substr(4) + ": ";
  if (!where.empty() && message.starts_with(where)) {
    return place.substr(1) + ": " + message.substr(where.size());
  }
  return (place.empty() ? "" : place.substr(1) + ": ") + message;
}

std::string race_summary(const Story& story) {
  const RacingPair pair = racing_pair(story);
  if (pair.first == nullptr) return story.execution().failure->failure.message;
  const auto access = [](const Step& step) {
    return "the " + step.operation + at_place(step.place);
  };
  return "data race on " + pair.first->object + ": " + access(*pair.first) +
         " and " + access(*pair.second) + " are not ordered";
}

std::string stuck_summary(const Story& story, bool spins) {
  std::vector<std::string> who;
  std::vector<std::string> joiners;
  const auto& threads = story.execution().threads;
  for (std::size_t t = 0; t < threads.size(); ++t) {
    if (threads[t].state !=
        (spins ? ThreadState::spinning : ThreadState::waiting)) {
      continue;
    }
    const int thread = static_cast<int>(t);
    const bool follows =
        threads[t].joins >= 0 && !holds_what_others_need(story, thread);
    (follows ? joiners : who).push_back(story.thread(thread));
  }
  // Whoever joins a thread that is stuck merely follows from that.
  if (who.empty()) who = joiners;
  if (who.empty()) return story.execution().failure->failure.message;
  const std::string s = who.size() == 1 ? "s" : "";
  return listed(who) +
         (spins ? " run" + s +
                      " in a circle, and no thread is left that could "
                      "end it"
                : " wait" + s +
                      " for ever, and no thread is left that could "
                      "end it");
}

std::string heap_summary(const Story& story) {
  const RecordedFailure& failure = *story.execution().failure;
  const RecordedBlock* block =
      failure.address == 0 ? nullptr : story.names().block_at(failure.address);
  if (block == nullptr) return failure.failure.message;
  const std::string what = story.names().of_block(*block);
  switch (failure.failure.kind) {
    case Kind::use_after_free:
      return what + " is used" + at_place(failure_place(story)) +
             " after it was freed" + at(story, block->freed);
    case Kind::double_free:
      return what + " is freed a second time" + at_place(failure_place(story));
    default:
      return what + " is never freed";
  }
}

}  // namespace

std::string summary(const Story& story) {
  const RecordedFailure& failure = *story.execution().failure;
  const std::string place = at_place(failure_place(story));
  const std::string who =
      failure.thread < 0 ? "" : story.thread(failure.thread);
  switch (failure.failure.kind) {
    case Kind::race:
      return race_summary(story);
    case Kind::deadlock:
      return stuck_summary(story, false);
    case Kind::livelock:
      return stuck_summary(story, true);
    case Kind::use_after_free:
    case Kind::double_free:
    case Kind::leak:
      return heap_summary(story);
    case Kind::failure:
      return said_at(place, expectation_text(failure.failure.message));
    case Kind::outlives:
      return (who.empty() ? "a thread" : who) +
             " still runs when the body of the test returns";
    default:
      if (!who.empty() && place.empty()) {
        return "in " + who + ": " + expectation_text(failure.failure.message);
      }
      return (who.empty() ? "" : "in " + who + " ") +
             said_at(place, expectation_text(failure.failure.message));
  }
}

// True if the free happens before the access that the verdict is about.
bool is_freed_before_last_access(const Story& story,
                                 const RecordedBlock& block) {
  const RecordedExecution& execution = story.execution();
  if (execution.failure->thread == block.freed_by) return true;
  const auto& items = story.relations().items();
  int place = 0;
  int next_of_freer = -1;
  int access = -1;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].access >= 0) {
      access = static_cast<int>(i);
      continue;
    }
    if (next_of_freer < 0 && place >= block.freed_place &&
        items[i].thread == block.freed_by) {
      next_of_freer = static_cast<int>(i);
    }
    ++place;
  }
  return next_of_freer >= 0 && access >= 0 &&
         story.relations().happens_before(next_of_freer, access);
}

std::vector<std::string> heap_causes(const Story& story) {
  const RecordedFailure& failure = *story.execution().failure;
  const RecordedBlock* block =
      failure.address == 0 ? nullptr : story.names().block_at(failure.address);
  if (block == nullptr) return {};
  std::vector<std::string> causes;
  std::string text = story.thread(block->thread) + " allocates it" +
                     at(story, block->allocated);
  if (failure.failure.kind == Kind::leak) {
    causes.push_back(text +
                     "; nobody frees it, and nothing that is left leads to it "
                     "when the test ends");
    return causes;
  }
  if (block->freed_by >= 0) {
    text += ", " + story.thread(block->freed_by) + " frees it" +
            at(story, block->freed);
  }
  if (failure.thread >= 0) {
    text += std::string(", and ") + story.thread(failure.thread) +
            (failure.failure.kind == Kind::double_free ? " frees it again"
                                                       : " uses it") +
            at_place(failure_place(story));
  }
  causes.push_back(text);
  if (block->freed_by < 0 || failure.thread < 0) return causes;
  if (is_freed_before_last_access(story, *block)) {
    causes.push_back(
        "the first comes before the second in every execution that "
        "gets here: no order of the threads is to blame");
  } else if (block->freed_by != failure.thread) {
    causes.push_back("nothing makes " + story.thread(block->freed_by) +
                     " wait until " + story.thread(failure.thread) +
                     " is done with it");
  }
  return causes;
}

std::vector<std::string> other_causes(const Story& story) {
  const RecordedFailure& failure = *story.execution().failure;
  std::vector<std::string> causes;
  if (failure.thread < 0) return causes;
  const std::string who = story.thread(failure.thread);
  const auto& threads = story.execution().threads;
  if (failure.failure.kind == Kind::outlives) {
    const RecordedThread& thread = threads[std::size_t(failure.thread)];
    std::string text = who + " was started";
    if (thread.creator >= 0) {
      text += " by " + story.thread(thread.creator) + at(story, thread.created);
    }
    causes.push_back(text + ", and nobody has waited for its end");
    const std::string where = at(story, thread.last);
    if (!where.empty()) causes.push_back("it stands" + where);
    return causes;
  }
  if (failure.failure.kind != Kind::wrong_unlock) return causes;
  const Step* last = story.last_step_of(failure.thread);
  const Event& event =
      story.relations().event_of(last == nullptr ? -1 : last->item);
  if (event.operation != Operation::mutex_unlock) return causes;
  const int owner = static_cast<int>(event.value_read & 255) - 1;
  add_spurious_steps(story, causes);
  causes.push_back("when " + who + " unlocks " + last->object + ", " +
                   (owner < 0 ? std::string("nobody holds it")
                              : story.thread(owner) + " holds it"));
  return causes;
}

std::vector<std::string> causes(const Story& story) {
  if (!story.execution().failure) return {};
  switch (story.execution().failure->failure.kind) {
    case Kind::race:
      return race_causes(story);
    case Kind::deadlock:
    case Kind::livelock:
      return waiting_causes(story);
    case Kind::use_after_free:
    case Kind::double_free:
    case Kind::leak:
      return heap_causes(story);
    case Kind::nondeterministic:
      return {};
    case Kind::outlives:
    case Kind::wrong_unlock:
      return other_causes(story);
    default:
      return failure_causes(story);
  }
}

}  // namespace hb::checker

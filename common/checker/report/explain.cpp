#include "checker/report/explain.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

#include "checker/report/reasons.hpp"
#include "checker/report/text_report.hpp"
#include "checker/report/value_text.hpp"

namespace hb::checker {
namespace {

// A name from the source keeps its case, also at the beginning.
std::string sentence(std::string text) {
  constexpr std::array<std::string_view, 8> kWords = {
      "data", "the", "step", "nothing", "in", "no", "at", "a"};
  const std::string_view first =
      std::string_view(text).substr(0, text.find(' '));
  if (std::find(kWords.begin(), kWords.end(), first) != kWords.end()) {
    text[0] =
        static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  }
  return text + ".";
}

// "lock mutex_ (waits for ever, :12)".
std::string told_shortly(const Story& story, Step step) {
  std::string aside = std::exchange(step.note, "");
  const std::string line = story.line_text(step.place);
  if (!aside.empty() && !line.empty()) aside += ", ";
  aside += line;
  const std::string text = step.what();
  return aside.empty() ? text : text + " (" + aside + ")";
}

// "producer: load tail_ -> 0 (ring.hpp:9), write ...; then consumer: ...".
std::string what_happens(const Story& story) {
  constexpr std::size_t kMost = 8;
  std::vector<const Step*> told;
  bool others = false;  // beside what starts and joins threads
  for (const Step& step : story.steps()) {
    const EventKind kind = story.relations().event_of(step.item).kind;
    others = others || (kind != EventKind::create && kind != EventKind::join);
  }
  for (const Step& step : story.steps()) {
    const EventKind kind = story.relations().event_of(step.item).kind;
    if (!others || (kind != EventKind::create && kind != EventKind::join)) {
      told.push_back(&step);
    }
  }
  if (told.empty()) return "No step of it has a line in your files";
  const std::size_t from = told.size() - std::min(told.size(), kMost);
  std::string text = from == 0 ? "Step by step: " : "The last steps: ";
  for (std::size_t i = from; i < told.size(); ++i) {
    const Step& step = *told[i];
    const bool same = i > from && told[i - 1]->thread == step.thread;
    if (i > from) text += same ? ", " : "; then ";
    if (!same) text += story.thread(step.thread) + ": ";
    text += told_shortly(story, step);
  }
  return text;
}

std::string what_it_means(const Story& story) {
  switch (story.execution().failure->failure.kind) {
    case Kind::race:
      return ", so it has no defined result, whatever the values were";
    case Kind::deadlock:
    case Kind::livelock:
      return ", so the test does not come to its end";
    default:
      return "";
  }
}

std::string what_to_do(const Story& story,
                       const std::optional<WhatIf>& what_if) {
  if (what_if && what_if->fix) {
    return "With " + std::string(name_of(what_if->fix->order)) +
           " instead of " + name_of(what_if->fix->site.order) + " at " +
           what_if->fix->site.place.text() +
           " every execution passes: that was checked, not guessed";
  }
  if (what_if && what_if->executions_with_seq_cst > 0) {
    return "No single stronger memory order helps, but with seq_cst at all " +
           std::to_string(what_if->sites) +
           " places every execution passes: that was checked, not guessed";
  }
  if (what_if && what_if->tried > 0 && what_if->tried_all) {
    return "No single stronger memory order helps, so look at the steps "
           "themselves and not at their orders";
  }
  switch (story.execution().failure->failure.kind) {
    case Kind::race:
      return "Something must connect the two: a lock that both take, a join, "
             "or an atomic that one stores with release and the other loads "
             "with acquire";
    case Kind::deadlock:
      return "For each thread that waits, name the step that would wake it, "
             "and ask why it can no longer come";
    case Kind::livelock:
      return "Ask which store would end the loop, and which thread should "
             "have made it";
    case Kind::use_after_free:
    case Kind::double_free:
    case Kind::leak:
    case Kind::outlives:
      return "Name one owner for each object and each thread, and ask whether "
             "the owner can end before its users do";
    default:
      return "Find the first step after which the test can no longer pass, and "
             "ask what should have kept it from coming there";
  }
}

// What no single execution shows.
std::string explain_what_is_missing(const RecordedExecution& execution) {
  const Failure& failure = execution.failure->failure;
  std::string text =
      sentence("The test " + execution.test.test + " was run in " +
               count_text(execution.counts.executions, "execution")) +
      " " + sentence(failure.message);
  if (failure.kind == Kind::never_overlaps) {
    text +=
        " So the threads take turns where the test wants them to work side by "
        "side. Look for a lock that is held for the whole of that work, or a "
        "join that waits for one before the other begins.";
  } else if (failure.kind == Kind::outcome) {
    text +=
        " So the program is stricter than the test says, or the test expects "
        "too much. Look for an order that is stronger than the outcome needs.";
  }
  return wrapped(text, 78, 0) + "\n";
}

}  // namespace

std::string explain(const Story& story, const std::optional<WhatIf>& what_if) {
  const RecordedExecution& execution = story.execution();
  if (!execution.failure) return "";
  if (execution.order.empty() && story.steps().empty()) {
    return explain_what_is_missing(execution);
  }
  const ExplorationCounts& counts = execution.counts;
  std::string text =
      counts.is_replay
          ? "This is one execution of the test " + execution.test.test +
                ", run again from its code."
          : sentence("The test " + execution.test.test + " was run in " +
                     count_text(counts.executions, "execution") +
                     ", of which " + std::to_string(counts.failing) +
                     (counts.failing == 1 ? " goes" : " go") +
                     " wrong; this is the simplest");
  text += " " + sentence(summary(story) + what_it_means(story));
  text += " " + sentence(what_happens(story));
  const std::vector<std::string> reasons = causes(story);
  std::string why;
  for (const std::string& reason : reasons) {
    why += (why.empty() ? "" : "; ") + reason;
  }
  text += " " + (why.empty() ? std::string("The order of these steps is one "
                                           "that nothing in the program rules "
                                           "out.")
                             : sentence("This is possible because " + why));
  text += " " + sentence(what_to_do(story, what_if));
  return wrapped(text, 78, 0) + "\n";
}

}  // namespace hb::checker

#include "checker/report/text_report.hpp"

#include <algorithm>

#include "checker/report/reasons.hpp"
#include "checker/report/replay_code.hpp"
#include "checker/report/table.hpp"

namespace hb::checker {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kLabel = 9;

std::string reason_line(const std::string& label, const std::string& text) {
  if (text.empty()) return "";
  std::string head = "  " + label;
  head.resize(2 + kLabel, ' ');
  return wrapped(head + text, kWidth, 2 + kLabel) + "\n";
}

std::string test_name(const TestName& name) {
  if (name.exercise.empty()) return name.test;
  // In a workbook the suite says nothing that the exercise does not.
  return name.test.substr(name.test.find('.') + 1);
}

}  // namespace

std::string wrapped(const std::string& text, std::size_t width,
                    std::size_t indentation) {
  std::string result;
  std::string line;
  std::size_t at = 0;
  while (at < text.size()) {
    // Spaces within a line stay: they line columns up.
    std::size_t end = text.find_first_not_of(' ', at);
    end = text.find(' ', end == text.npos ? text.size() : end);
    if (end == text.npos) end = text.size();
    const std::string word = text.substr(at, end - at);
    const bool is_empty = line.size() <= indentation;
    if (!is_empty && line.size() + word.size() > width) {
      result += line + "\n";
      line = std::string(indentation, ' ') +
             word.substr(std::min(word.find_first_not_of(' '), word.size()));
    } else {
      line += word;
    }
    at = end;
  }
  return result + line;
}

std::string headline(const RecordedExecution& execution) {
  const TestName& name = execution.test;
  const ExplorationCounts& counts = execution.counts;
  std::string text =
      execution.failure ? name_of(execution.failure->failure.kind) : "shown";
  text += ": ";
  if (!name.exercise.empty()) text += name.exercise + " ";
  return text + name.name + ", test " + test_name(name) + ", " +
         std::to_string(counts.failing) + " of " +
         std::to_string(counts.executions) + " executions";
}

std::string try_line(const RecordedExecution& execution) {
  const TestName& name = execution.test;
  const std::string code = replay_code_of(execution);
  if (!name.exercise.empty()) {
    return "try: ./workbook replay " + name.exercise + " " + code;
  }
  return "try: ./" + name.name + " --gtest_filter=" + name.test +
         " --replay=" + code;
}

std::string text_report(const Story& story,
                        const std::optional<WhatIf>& what_if) {
  const RecordedExecution& execution = story.execution();
  std::string text = headline(execution) + "\n\n";
  if (execution.failure) {
    const std::string which =
        execution.counts.is_replay ? "  replayed: " : "  the simplest: ";
    text += wrapped(which + summary(story), kWidth, 4) + "\n\n";
  }
  const std::string steps = table(story);
  if (!steps.empty()) text += steps + "\n";
  bool first = true;
  for (const std::string& cause : causes(story)) {
    text += reason_line(first ? "why" : "", cause);
    first = false;
  }
  if (what_if) text += reason_line("fix", fix_text(story, *what_if));
  text += reason_line("machine", machine_note(story));
  if (!execution.counts.limit.empty()) {
    text += reason_line("limit", "stopped at " + execution.counts.limit +
                                     ": there may be other failures, and "
                                     "simpler ones");
  }
  for (const std::string& note : execution.unseen) {
    text += reason_line("unseen", note);
  }
  return text + "  " + try_line(execution) + "\n";
}

std::string text_report_of_whole(const RecordedExecution& execution) {
  const TestName& name = execution.test;
  return headline(execution) + "\n\n" +
         wrapped("  " + execution.failure->failure.message, kWidth, 4) +
         "\n\n  try: " +
         (name.exercise.empty()
              ? "./" + name.name + " --gtest_filter=" + name.test + " --explain"
              : "./workbook check " + name.exercise + " --explain") +
         "\n";
}

}  // namespace hb::checker

#include "checker/report/json.hpp"

#include <nlohmann/json.hpp>

#include "checker/report/explain.hpp"
#include "checker/report/reasons.hpp"
#include "checker/report/replay_code.hpp"
#include "checker/report/text_report.hpp"

namespace hb::checker {
namespace {

using nlohmann::ordered_json;

ordered_json verdict(const TestName& name, const Coverage& coverage,
                     const char* kind) {
  ordered_json object;
  object["schema"] = 1;
  object["event"] = "verdict";
  if (!name.exercise.empty()) object["exercise"] = name.exercise;
  object["name"] = name.name;
  object["test"] = name.test;
  object["kind"] = kind;
  object["executions"] = coverage.counts.executions;
  object["failing"] = coverage.counts.failing;
  object["blocked"] = coverage.counts.blocked;
  object["complete"] = coverage.counts.limit.empty();
  object["coverage"] = coverage_text(coverage);
  if (!coverage.counts.limit.empty()) object["limit"] = coverage.counts.limit;
  object["seconds"] = coverage.counts.seconds;
  return object;
}

ordered_json fix_object(const WhatIf& what_if) {
  ordered_json object;
  object["found"] = what_if.fix.has_value();
  object["tried"] = what_if.tried;
  object["tried_all"] = what_if.tried_all;
  if (what_if.executions_with_seq_cst > 0) {
    object["with_seq_cst_everywhere"] = what_if.executions_with_seq_cst;
  }
  if (!what_if.fix) return object;
  object["file"] = what_if.fix->site.place.file;
  object["line"] = what_if.fix->site.place.line;
  object["from"] = name_of(what_if.fix->site.order);
  object["to"] = name_of(what_if.fix->order);
  object["executions"] = what_if.fix->executions;
  return object;
}

}  // namespace

// WHY replaced: a path or a message may hold any bytes, and a line that cannot
// be parsed helps nobody.
std::string json_line(const ordered_json& object) {
  return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

ordered_json json_step(const Story& story, const Step& step) {
  ordered_json object;
  object["step"] = step.number;
  object["thread"] = story.thread(step.thread);
  object["file"] = step.place.file;
  object["line"] = step.place.line;
  object["op"] = step.operation;
  object["location"] = step.object;
  object["value"] = step.value;
  object["order"] = step.order;
  switch (step.from) {
    case Step::From::nothing:
      object["from"] = nullptr;
      break;
    case Step::From::initial:
      object["from"] = 0;
      break;
    case Step::From::step:
      object["from"] = step.from_step;
      break;
    case Step::From::left_out:
      object["from"] = "left out";
      break;
  }
  object["stale"] = step.is_stale();
  if (step.is_stale()) object["newer"] = step.newer_step;
  object["racing"] = step.is_racing;
  object["wrong"] = step.is_wrong;
  if (!step.note.empty()) object["note"] = step.note;
  // The words that the runner shows of a step.
  object["what"] = step.what();
  return object;
}

std::string json_verdict(const Story& story,
                         const std::optional<WhatIf>& what_if) {
  const RecordedExecution& execution = story.execution();
  ordered_json object =
      verdict(execution.test, coverage_of(execution),
              execution.failure ? name_of(execution.failure->failure.kind)
                                : "accepted");
  if (execution.failure) {
    object["message"] = summary(story);
    object["why"] = causes(story);
  }
  const std::string machine = machine_note(story);
  if (!machine.empty()) object["machine"] = machine;
  object["steps"] = ordered_json::array();
  for (const Step& step : story.steps()) {
    object["steps"].push_back(json_step(story, step));
  }
  object["left_out"] = story.left_out();
  if (what_if) object["fix"] = fix_object(*what_if);
  object["replay"] = replay_code_of(execution);
  object["notes"] = execution.unseen;
  object["text"] = text_report(story, what_if);
  object["explanation"] = explain(story, what_if);
  return json_line(object);
}

std::string json_verdict(const TestName& name, const Coverage& coverage,
                         const OutcomesSeen& outcomes) {
  const bool complete = coverage.counts.limit.empty();
  ordered_json object =
      verdict(name, coverage, complete ? "accepted" : "inconclusive");
  object["steps"] = ordered_json::array();
  object["replay"] = nullptr;
  object["notes"] = coverage.unseen;
  if (!outcomes.names.empty()) object["names"] = outcomes.names;
  for (const OutcomeSeen& outcome : outcomes.all) {
    object["outcomes"].push_back({{"values", outcome.values},
                                  {"executions", outcome.executions},
                                  {"replay", outcome.replay}});
  }
  return json_line(object);
}

}  // namespace hb::checker

#include "runner/judge/verdict_json.hpp"

#include <nlohmann/json.hpp>

namespace hb::runner {

using nlohmann::json;

std::string verdict_json(const Verdict& verdict, const Workspace& workspace) {
  json line = {{"schema", 1},
               {"event", "verdict"},
               {"exercise", verdict.number},
               {"name", verdict.name},
               {"id", verdict.id},
               {"kind", name_of(verdict.kind)},
               {"test", verdict.test},
               {"message", verdict.message},
               {"link", "threads"},
               {"tests", verdict.tests},
               {"failed_tests", verdict.failed_tests},
               {"run", verdict.run},
               {"runs", verdict.runs},
               // Real threads never see every execution.
               {"complete", false},
               {"notes", verdict.notes},
               {"output", verdict.output},
               {"seconds", verdict.seconds}};
  line["steps"] = json::array();
  for (const Step& step : verdict.steps) {
    line["steps"].push_back({{"thread", step.thread},
                             {"file", workspace.shown(step.file)},
                             {"line", step.line},
                             {"what", step.what},
                             {"source", step.source}});
  }
  return line.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<Verdict> read_verdict_json(const std::string& text,
                                         const Workspace& workspace) {
  const json line = json::parse(text, nullptr, false);
  if (!line.is_object() || line.value("event", "") != "verdict") {
    return std::nullopt;
  }
  const auto kind = kind_of(line.value("kind", ""));
  if (!kind) return std::nullopt;
  Verdict verdict;
  verdict.kind = *kind;
  verdict.number = line.value("exercise", "");
  verdict.name = line.value("name", "");
  verdict.id = line.value("id", "");
  verdict.test = line.value("test", "");
  verdict.message = line.value("message", "");
  verdict.tests = line.value("tests", 0);
  verdict.failed_tests = line.value("failed_tests", 0);
  verdict.run = line.value("run", 0);
  verdict.runs = line.value("runs", 0);
  verdict.notes = line.value("notes", std::vector<std::string>());
  verdict.output = line.value("output", "");
  verdict.seconds = line.value("seconds", 0.0);
  for (const json& step : line.value("steps", json::array())) {
    const std::string file = step.value("file", "");
    verdict.steps.push_back(
        {step.value("thread", ""),
         file.empty() ? "" : (workspace.root / file).string(),
         step.value("line", 0), step.value("what", ""),
         step.value("source", "")});
  }
  return verdict;
}

}  // namespace hb::runner

#include "runner/judge/verdict_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hb::runner {

using nlohmann::json;

namespace {

std::string dumped(const json& line) {
  return line.dump(-1, ' ', false, json::error_handler_t::replace);
}

const char* links_of(const Verdict& verdict) {
  if (!verdict.by_checker) return "threads";
  return verdict.on_real_threads ? "both" : "checker";
}

// What the checker's own line says of the execution that fails.
void add_exploration(const Exploration& exploration, const Workspace& workspace,
                     json& line) {
  json seen = json::parse(exploration.json, nullptr, false);
  if (!seen.is_object()) return;
  for (const char* ours :
       {"schema", "event", "exercise", "name", "test", "kind", "coverage",
        "notes", "seconds", "executions"}) {
    seen.erase(ours);
  }
  line["failing_test_executions"] = exploration.executions;
  line["failing_test_coverage"] = exploration.coverage;
  const auto show_file = [&](json& place) {
    if (!place.is_object() || !place.contains("file")) return;
    place["file"] = workspace.shown(place.value("file", ""));
  };
  if (seen.contains("fix")) show_file(seen["fix"]);
  if (seen.contains("steps")) std::ranges::for_each(seen["steps"], show_file);
  line.update(seen);
}

std::optional<Exploration> read_exploration(const json& line) {
  if (!line.contains("failing_test_executions")) return std::nullopt;
  const auto text = [&](const char* key) {
    const auto found = line.find(key);
    return found != line.end() && found->is_string() ? found->get<std::string>()
                                                     : std::string();
  };
  Exploration exploration;
  exploration.kind = text("kind");
  exploration.text = text("text");
  exploration.explanation = text("explanation");
  exploration.coverage = text("failing_test_coverage");
  exploration.limit = text("limit");
  exploration.replay = text("replay");
  exploration.executions = line.value("failing_test_executions", 0);
  exploration.failing = line.value("failing", 0);
  exploration.complete = line.value("complete", false);
  exploration.json = line.dump();
  return exploration;
}

}  // namespace

std::string verdict_json(const Verdict& verdict, const Workspace& workspace) {
  json line = {{"schema", 1},
               {"event", "verdict"},
               {"exercise", verdict.number},
               {"name", verdict.name},
               {"id", verdict.id},
               {"kind", name_of(verdict.kind)},
               {"test", verdict.test},
               {"message", verdict.message},
               {"link", links_of(verdict)},
               {"tests", verdict.tests},
               {"failed_tests", verdict.failed_tests},
               {"run", verdict.run},
               {"runs", verdict.runs},
               // Real threads never see every execution.
               {"complete", verdict.complete},
               {"executions", verdict.executions},
               {"coverage", verdict.coverage},
               {"notes", verdict.notes},
               {"output", verdict.output},
               {"seconds", verdict.seconds}};
  if (verdict.exploration) {
    add_exploration(*verdict.exploration, workspace, line);
    return dumped(line);
  }
  line["steps"] = json::array();
  for (const Step& step : verdict.steps) {
    line["steps"].push_back({{"thread", step.thread},
                             {"file", workspace.shown(step.file)},
                             {"line", step.line},
                             {"what", step.what},
                             {"source", step.source}});
  }
  return dumped(line);
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
  const std::string link = line.value("link", "");
  verdict.by_checker = link == "checker" || link == "both";
  verdict.on_real_threads = link == "threads" || link == "both";
  verdict.complete = line.value("complete", false);
  verdict.executions = line.value("executions", std::int64_t{0});
  verdict.coverage = line.value("coverage", std::vector<std::string>());
  verdict.exploration = read_exploration(line);
  if (verdict.exploration) return verdict;  // its report has the steps
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

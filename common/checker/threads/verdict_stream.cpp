#include "checker/threads/verdict_stream.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

namespace hb::threads {
namespace {

int stream = -1;  // written once, before any test runs

void write_text(const std::string& text) {
  if (stream < 0) return;
  // The reader sees a short line and takes it for the end of the process; there
  // is nothing better to do with a full disk here.
  [[maybe_unused]] const auto written =
      ::write(stream, text.data(), text.size());
}

void write_line(const nlohmann::json& line) {
  write_text(
      line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
      "\n");
}

nlohmann::json event(std::string_view name, std::string_view test) {
  return {{"schema", 1}, {"event", name}, {"test", test}};
}

}  // namespace

bool open_verdict_stream(const std::string& path) {
  stream =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  return stream >= 0;
}

void write_started(std::string_view test) {
  write_line(event("started", test));
}

void write_progress(std::string_view test, int runs) {
  auto line = event("progress", test);
  line["runs"] = runs;
  write_line(line);
}

void write_finding(std::string_view test, const Finding& finding) {
  auto line = event("finding", test);
  line["kind"] = finding.kind;
  line["message"] = finding.message;
  line["run"] = finding.run;
  line["steps"] = nlohmann::json::array();
  for (const Step& step : finding.steps) {
    line["steps"].push_back({{"thread", step.thread},
                             {"file", step.file},
                             {"line", step.line},
                             {"what", step.what}});
  }
  write_line(line);
}

void write_note(std::string_view test, std::string_view note) {
  auto line = event("note", test);
  line["note"] = note;
  write_line(line);
}

void write_ended(std::string_view test, bool passed, bool skipped, int runs) {
  auto line = event("test", test);
  line["passed"] = passed;
  line["skipped"] = skipped;
  line["runs"] = runs;
  write_line(line);
}

void write_json(const std::string& line) {
  write_text(line.ends_with('\n') ? line : line + "\n");
}

void write_finished(int tests) {
  auto line = event("finished", "");
  line["tests"] = tests;
  write_line(line);
}

}  // namespace hb::threads

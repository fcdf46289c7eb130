#include "runner/judge/test_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "runner/judge/stuck_threads.hpp"
#include "runner/system/process.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

using std::chrono::steady_clock;

// One line of a file, without the blanks around it.
std::string source_line(const std::string& path, int number) {
  std::ifstream file(path);
  std::string line;
  for (int i = 0; i < number && std::getline(file, line); ++i) {
  }
  const auto begin = line.find_first_not_of(" \t");
  return file && begin != line.npos ? line.substr(begin) : "";
}

std::string text_of(const nlohmann::json& line, const char* key) {
  const auto found = line.find(key);
  return found != line.end() && found->is_string() ? found->get<std::string>()
                                                   : "";
}

Exploration exploration_of(const nlohmann::json& line) {
  Exploration seen;
  seen.kind = text_of(line, "kind");
  seen.text = text_of(line, "text");
  seen.explanation = text_of(line, "explanation");
  seen.coverage = text_of(line, "coverage");
  seen.limit = text_of(line, "limit");
  seen.replay = text_of(line, "replay");
  seen.executions = line.value("executions", std::int64_t{0});
  seen.failing = line.value("failing", std::int64_t{0});
  seen.complete = line.value("complete", false);
  seen.seconds = line.value("seconds", 0.0);
  seen.notes = line.value("notes", std::vector<std::string>());
  seen.json = line.dump();
  return seen;
}

// Reads the lines that a process appends to its stream, as they come.
class StreamReader {
 public:
  StreamReader(const fs::path& path, TestRun& run,
               const TestRunOptions& options)
      : file_(path), run_(run), options_(options) {}

  void read_new_lines() {
    file_.clear();
    for (std::string line; std::getline(file_, line);) {
      partial_ += line;
      if (file_.eof()) return;  // the rest of the line is still to come
      try {
        handle(nlohmann::json::parse(partial_, nullptr, false));
      } catch (const nlohmann::json::exception&) {
        // Not one of our lines: an answer may write anywhere.
      }
      partial_.clear();
    }
  }

  // The test that has begun and not ended; nothing between tests.
  TestResult* current() { return open_ ? &run_.tests.back() : nullptr; }
  bool hangs() const { return hangs_; }
  // The program came to its end with all tests behind it.
  bool finished() const { return finished_; }

 private:
  void handle(const nlohmann::json& line) {
    if (line.is_discarded() || !line.contains("event")) return;
    const std::string event = line.value("event", "");
    if (event == "started") {
      run_.tests.push_back({});
      run_.tests.back().name = line.value("test", "");
      open_ = true;
      if (options_.on_test) options_.on_test(run_.tests.back().short_name());
    } else if (event == "finished") {
      finished_ = line.value("tests", -1) >= 0;
    } else if (run_.tests.empty()) {
      return;
    } else if (event == "finding") {
      add_finding(line);
    } else if (event == "verdict") {
      run_.tests.back().explorations.push_back(exploration_of(line));
    } else if (event == "note") {
      run_.tests.back().notes.push_back(line.value("note", ""));
    } else if (event == "progress") {
      run_.tests.back().runs = line.value("runs", 0);
      if (options_.on_executions) {
        options_.on_executions(run_.tests.back().short_name(),
                               run_.tests.back().runs);
      }
    } else if (event == "test") {
      TestResult& test = run_.tests.back();
      test.passed = line.value("passed", false);
      test.skipped = line.value("skipped", false);
      test.runs = line.value("runs", 0);
      open_ = false;
    }
  }

  void add_finding(const nlohmann::json& line) {
    Finding finding;
    finding.kind = kind_of(line.value("kind", "")).value_or(Kind::failure);
    finding.message = line.value("message", "");
    finding.run = line.value("run", 0);
    for (const auto& step : line.value("steps", nlohmann::json::array())) {
      finding.steps.push_back({step.value("thread", ""), step.value("file", ""),
                               step.value("line", 0), step.value("what", ""),
                               ""});
    }
    hangs_ = hangs_ || finding.kind == Kind::hang;
    run_.tests.back().findings.push_back(std::move(finding));
  }

  std::ifstream file_;
  std::string partial_;
  TestRun& run_;
  const TestRunOptions& options_;
  bool open_ = false;
  bool hangs_ = false;
  bool finished_ = false;
};

// What a death says about the test that was running.
Finding cause_of_death(const ProcessResult& process) {
  if (process.signal == SIGABRT) {
    return {Kind::terminate, "abort() was called", {}, 0};
  }
  if (process.timed_out) {
    return {Kind::hang, "the test program did not end", {}, 0};
  }
  if (process.signal != 0) {
    return {Kind::crash,
            fmt::format("the process died of a signal: {}",
                        strsignal(process.signal)),
            {},
            0};
  }
  return {Kind::exit,
          fmt::format("the process ended inside the test, with exit code {}",
                      process.exit_code),
          {},
          0};
}

// The first line of the sanitizer's log that has `words`, or nothing.
std::string sanitizer_line(const fs::path& scratch, const std::string& words) {
  for (const auto& entry : fs::directory_iterator(scratch)) {
    if (!entry.path().filename().string().starts_with("tsan.")) continue;
    std::ifstream log(entry.path());
    for (std::string line; std::getline(log, line);) {
      if (line.find(words) != line.npos) return line;
    }
  }
  return "";
}

// The sanitizer's own words, if it could not even start.
std::string fatal_words(const fs::path& scratch) {
  return sanitizer_line(scratch, "FATAL: ThreadSanitizer");
}

bool was_race_reported(const fs::path& scratch) {
  return !sanitizer_line(scratch, "ThreadSanitizer: data race").empty();
}

// How a test program is called.
ProcessOptions call_of(const TestRunOptions& options, const fs::path& stream) {
  ProcessOptions process;
  process.command = {options.program.string(),
                     "--gtest_filter=" + options.filter,
                     "--json=" + stream.string()};
  if (options.fail_fast) {
    // WHY the checker's own: after an inconclusive test another may reject.
    process.command.push_back(
        options.link == Link::checker ? "--fail-fast" : "--gtest_fail_fast");
  }
  std::vector<std::string> flags =
      options.link == Link::checker
          ? flags_of(options.checker)
          : std::vector{
                fmt::format("--hang-after={}", options.hang_after.count())};
  if (options.link != Link::checker && options.runs > 0) {
    flags.push_back(fmt::format("--runs={}", options.runs));
  }
  process.command.insert(process.command.end(), flags.begin(), flags.end());
  // WHY relative: a blank or a quote in a path would end the option. What an
  // answer writes without a path goes there too, and goes away with it.
  process.directory = options.scratch;
  process.environment = options.environment;
  process.environment.emplace_back("TSAN_OPTIONS=log_path=tsan");
  process.fixed_addresses = options.link == Link::threads;
  process.budget = std::chrono::minutes(2);
  return process;
}

// What the end of the process says about the tests, beyond what they said.
void judge_the_end(const ProcessResult& result, StreamReader& reader,
                   bool raced, TestRun& run) {
  for (TestResult& test : run.tests) {
    if (!test.passed && !test.skipped && test.findings.empty() &&
        &test != reader.current()) {
      test.findings.push_back(
          {Kind::failure, "the test failed without a word", {}, 0});
    }
  }
  const bool ended_well = reader.finished() && !result.timed_out &&
                          result.signal == 0 &&
                          (result.exit_code <= 1 || result.exit_code == 4);
  if (ended_well) return;
  TestResult* died = reader.current();
  if (died == nullptr) {
    // Between tests, before the first or behind the last: the last one that
    // ran is as near as we can say.
    if (run.tests.empty()) run.tests.push_back({});
    died = &run.tests.back();
  }
  if (died->findings.empty()) {
    died->findings.push_back(
        raced ? Finding{Kind::race,
                        "a data race was reported, and the process died "
                        "before it could be told where",
                        {},
                        0}
              : cause_of_death(result));
  }
}

}  // namespace

std::vector<std::string> flags_of(const CheckerOptions& options) {
  std::vector<std::string> flags = {"--exercise=" + options.number,
                                    "--name=" + options.name};
  const auto add_limit = [&](const char* name, const auto& value) {
    if (value) flags.push_back(fmt::format("--default-{}={}", name, *value));
  };
  const CheckerLimits& limits = options.limits;
  add_limit("max-executions", limits.max_executions);
  add_limit("max-events", limits.max_events);
  add_limit("max-seconds", limits.max_seconds);
  add_limit("spurious", limits.spurious);
  add_limit("timeouts", limits.timeouts);
  add_limit("retries", limits.retries);
  if (!options.replay.empty()) flags.push_back("--replay=" + options.replay);
  if (!options.svg.empty()) flags.push_back("--svg=" + options.svg);
  if (options.explain) flags.push_back("--explain");
  if (options.columns > 0) {
    flags.push_back(fmt::format("--columns={}", options.columns));
  }
  flags.insert(flags.end(), options.more.begin(), options.more.end());
  return flags;
}

const Finding* TestResult::chief_finding() const {
  for (const Finding& finding : findings) {
    if (finding.kind == Kind::race) return &finding;
  }
  return findings.empty() ? nullptr : &findings.front();
}

const Exploration* TestResult::chief_exploration() const {
  for (const Exploration& exploration : explorations) {
    if (exploration.kind != "accepted") return &exploration;
  }
  return nullptr;
}

std::string TestResult::short_name() const {
  return name.substr(name.find('.') + 1);
}

TestRun run_tests(const TestRunOptions& options) {
  constexpr std::size_t kOutputKept = 20'000;
  fs::remove_all(options.scratch);
  fs::create_directories(options.scratch);
  const fs::path stream = options.scratch / "verdict.jsonl";
  { const std::ofstream create(stream); }
  TestRun tests;
  StreamReader reader(stream, tests, options);

  // The watchdog of the threads link sees this itself.
  std::optional<steady_clock::time_point> finished;
  bool hung_at_its_end = false;
  const auto has_hung_at_its_end = [&] {
    if (!reader.finished() || tests.tests.empty()) return false;
    if (!finished) finished = steady_clock::now();
    if (steady_clock::now() < *finished + options.hang_after) return false;
    tests.tests.back().findings.push_back(
        {Kind::hang, "the test program did not end", {}, 0});
    hung_at_its_end = true;
    return true;
  };
  ProcessOptions process = call_of(options, stream);
  process.on_tick = [&](int id) {
    reader.read_new_lines();
    if (has_hung_at_its_end()) return false;
    if (!reader.hangs()) return true;
    tests.tests.back().findings.back().steps =
        where_threads_stand(id, options.folders);
    return false;
  };
  const ProcessResult result = run(process);
  reader.read_new_lines();
  // GoogleTest itself prints nothing: this is the answer's own.
  tests.output = result.output.substr(0, kOutputKept);
  if (result.stopped && !reader.hangs() && !hung_at_its_end) {
    tests.stopped = true;
    return tests;
  }
  const std::string fatal = fatal_words(options.scratch);
  const bool raced = was_race_reported(options.scratch);
  fs::remove_all(options.scratch);
  if (tests.tests.empty() && !fatal.empty()) {
    tests.cannot_run = fatal;
    return tests;
  }
  judge_the_end(result, reader, raced, tests);
  for (TestResult& test : tests.tests) {
    for (Finding& finding : test.findings) {
      for (Step& step : finding.steps) {
        step.source = source_line(step.file, step.line);
      }
    }
  }
  return tests;
}

}  // namespace hb::runner

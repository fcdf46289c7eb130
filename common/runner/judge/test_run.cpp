#include "runner/judge/test_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "runner/judge/stuck_threads.hpp"
#include "runner/system/process.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

// One line of a file, without the blanks around it.
std::string source_line(const std::string& path, int number) {
  std::ifstream file(path);
  std::string line;
  for (int i = 0; i < number && std::getline(file, line); ++i) {
  }
  const auto begin = line.find_first_not_of(" \t");
  return file && begin != line.npos ? line.substr(begin) : "";
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
      handle(nlohmann::json::parse(partial_, nullptr, false));
      partial_.clear();
    }
  }

  // The test that has begun and not ended; nothing between tests.
  TestResult* current() { return open_ ? &run_.tests.back() : nullptr; }
  bool hangs() const { return hangs_; }

 private:
  void handle(const nlohmann::json& line) {
    if (line.is_discarded() || !line.contains("event")) return;
    const std::string event = line.value("event", "");
    if (event == "started") {
      run_.tests.push_back({});
      run_.tests.back().name = line.value("test", "");
      open_ = true;
      if (options_.on_test) options_.on_test(run_.tests.back().short_name());
    } else if (run_.tests.empty()) {
      return;
    } else if (event == "finding") {
      add_finding(line);
    } else if (event == "note") {
      run_.tests.back().notes.push_back(line.value("note", ""));
    } else if (event == "progress") {
      run_.tests.back().runs = line.value("runs", 0);
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

// The sanitizer's own words, if it could not even start.
std::string fatal_words(const fs::path& scratch) {
  for (const auto& entry : fs::directory_iterator(scratch)) {
    if (!entry.path().filename().string().starts_with("tsan.")) continue;
    std::istringstream lines(read_file(entry.path()));
    for (std::string line; std::getline(lines, line);) {
      if (line.find("FATAL: ThreadSanitizer") != line.npos) return line;
    }
  }
  return "";
}

class RealThreads {
 public:
  explicit RealThreads(const TestRunOptions& options) : options_(options) {}

  TestRun run_all() {
    // A process that dies takes at least one test with it, so this ends.
    while (run_process()) {
    }
    for (TestResult& test : run_.tests) {
      for (Finding& finding : test.findings) {
        for (Step& step : finding.steps) {
          step.source = source_line(step.file, step.line);
        }
      }
    }
    return std::move(run_);
  }

 private:
  std::string filter() const {
    std::string filter = options_.filter;
    for (const TestResult& test : run_.tests) {
      filter += (&test == &run_.tests.front() ? "-" : ":") + test.name;
    }
    return filter;
  }

  bool any_failed() const {
    return std::any_of(run_.tests.begin(), run_.tests.end(),
                       [](const TestResult& t) { return !t.findings.empty(); });
  }

  // Runs what has not run yet. Returns true if there may be more.
  bool run_process() {
    fs::remove_all(options_.scratch);
    fs::create_directories(options_.scratch);
    const fs::path stream = options_.scratch / "verdict.jsonl";
    { const std::ofstream create(stream); }
    StreamReader reader(stream, run_, options_);

    ProcessOptions process;
    process.command = {
        options_.program.string(), "--gtest_filter=" + filter(),
        "--gtest_color=no", "--json=" + stream.string(),
        fmt::format("--hang-after={}", options_.hang_after.count())};
    if (options_.runs) {
      process.command.push_back(fmt::format("--runs={}", *options_.runs));
    }
    if (options_.stop_at_first) {
      process.command.emplace_back("--gtest_fail_fast");
    }
    // WHY the quotes: a blank would end the option.
    process.environment = {"TSAN_OPTIONS=log_path='" +
                           (options_.scratch / "tsan").string() + "'"};
    process.fixed_addresses = true;
    process.budget = std::chrono::minutes(2);
    process.on_tick = [&](int id) {
      reader.read_new_lines();
      if (!reader.hangs()) return true;
      run_.tests.back().findings.back().steps =
          where_threads_stand(id, options_.folders);
      return false;
    };
    const ProcessResult result = run(process);
    reader.read_new_lines();
    keep_output(result.output);
    if (result.stopped && !reader.hangs()) {
      run_.stopped = true;
      return false;
    }
    TestResult* died = reader.current();
    if (died == nullptr) {
      if (run_.tests.empty()) run_.cannot_run = why_nothing_ran(result);
      return false;
    }
    if (died->findings.empty())
      died->findings.push_back(cause_of_death(result));
    return !options_.stop_at_first;
  }

  std::string why_nothing_ran(const ProcessResult& result) const {
    const std::string words = fatal_words(options_.scratch);
    if (!words.empty()) return words;
    return fmt::format("the test program ran no test (exit code {}, signal {})",
                       result.exit_code, result.signal);
  }

  // GoogleTest's own lines are ours to tell; the rest is the answer's.
  void keep_output(const std::string& output) {
    std::istringstream lines(output);
    bool in_failure = false;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("[") || line.starts_with("Note: ") ||
          line.ends_with(" FAILED TEST") || line.ends_with(" FAILED TESTS")) {
        in_failure = false;
      } else if (line.ends_with(": Failure") || line.ends_with(": Skipped")) {
        in_failure = true;
      } else if (!in_failure && run_.output.size() < 20'000 && !line.empty()) {
        run_.output += line + "\n";
      }
    }
  }

  const TestRunOptions& options_;
  TestRun run_;
};

}  // namespace

const Finding* TestResult::chief_finding() const {
  for (const Finding& finding : findings) {
    if (finding.kind == Kind::race) return &finding;
  }
  return findings.empty() ? nullptr : &findings.front();
}

std::string TestResult::short_name() const {
  return name.substr(name.find('.') + 1);
}

TestRun run_tests(const TestRunOptions& options) {
  return RealThreads(options).run_all();
}

}  // namespace hb::runner

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
    // WHY relative: a blank or a quote in a path would end the option. What an
    // answer writes without a path goes there too, and goes away with it.
    process.directory = options_.scratch;
    process.environment = {"TSAN_OPTIONS=log_path=tsan"};
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
    const std::string fatal = fatal_words(options_.scratch);
    const bool raced = was_race_reported(options_.scratch);
    fs::remove_all(options_.scratch);
    if (run_.tests.empty() && !fatal.empty()) {
      run_.cannot_run = fatal;
      return false;
    }
    for (TestResult& test : run_.tests) {
      if (!test.passed && !test.skipped && test.findings.empty() &&
          &test != reader.current()) {
        test.findings.push_back(
            {Kind::failure, "the test failed without a word", {}, 0});
      }
    }
    const bool ended_well = reader.finished() && !result.timed_out &&
                            result.signal == 0 && result.exit_code <= 1;
    if (ended_well) return false;
    TestResult* died = reader.current();
    if (died == nullptr) {
      // Between tests, before the first or behind the last: the last one that
      // ran is as near as we can say.
      if (run_.tests.empty()) run_.tests.push_back({});
      died = &run_.tests.back();
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
    return !options_.stop_at_first && !died->name.empty() &&
           reader.current() != nullptr;
  }

  // What the answer printed, bounded; GoogleTest itself prints nothing.
  void keep_output(const std::string& output) {
    constexpr std::size_t kKept = 20'000;
    run_.output +=
        output.substr(0, kKept - std::min(kKept, run_.output.size()));
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

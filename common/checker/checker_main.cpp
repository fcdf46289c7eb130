// main() of a test program that links the checker: a GoogleTest executable that
// can also write verdict.jsonl.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>

#include "checker/checker_flags.hpp"
#include "checker/gtest_adapter.hpp"
#include "checker/model.hpp"
#include "checker/threads/verdict_stream.hpp"

namespace hb::checker {
namespace {

std::int64_t executions_of_test = 0;

void write_svg(const std::string& svg) {
  if (svg.empty()) return;
  std::FILE* const file = std::fopen(flags().svg.c_str(), "w");
  if (file == nullptr) {
    std::perror(flags().svg.c_str());
    return;
  }
  std::fwrite(svg.data(), 1, svg.size(), file);
  std::fclose(file);
}

void write_result(const std::string& test, const Result& result) {
  executions_of_test += result.executions;
  if (!result.accepted()) {
    threads::Finding finding{result.kind, result.message, {}, 0};
    if (!result.file.empty()) {
      finding.steps.push_back({"", result.file, result.line, "expects"});
    }
    threads::write_finding(test, finding);
  }
  if (!result.json.empty()) threads::write_json(result.json);
  write_svg(result.svg);
}

// Copies GoogleTest's events to the stream.
class StreamListener : public testing::EmptyTestEventListener {
  void OnTestStart(const testing::TestInfo&) override {
    executions_of_test = 0;
    threads::write_started(running_test());
  }

  void OnTestPartResult(const testing::TestPartResult& result) override {
    // What explore() found it has written already, and in better words.
    if (!result.failed() || tally_has_grown()) return;
    failed_elsewhere_ = true;
    threads::Finding finding{"failure", result.message(), {}, 0};
    if (result.file_name() != nullptr) {
      finding.steps.push_back(
          {"", result.file_name(), result.line_number(), "expects"});
    }
    threads::write_finding(running_test(), finding);
  }

  void OnTestEnd(const testing::TestInfo& test) override {
    // GoogleTest reads its flag after each test.
    if (flags().fail_fast && (tally().rejected > 0 || failed_elsewhere_)) {
      GTEST_FLAG_SET(fail_fast, true);
    }
    threads::write_ended(running_test(), test.result()->Passed(),
                         test.result()->Skipped(),
                         static_cast<int>(executions_of_test));
  }

  bool tally_has_grown() {
    const int now = tally().rejected + tally().inconclusive;
    const bool has_grown = now > told_;
    told_ = now;
    return has_grown;
  }

  int told_ = 0;
  bool failed_elsewhere_ = false;  // outside of explore()
};

// What the test and GoogleTest print, or read, must not mix with step mode's
// lines.
void set_answers_aside() {
  constexpr int kAboveStandardFiles = 3;
  flags().step_input =
      ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, kAboveStandardFiles);
  flags().step_output =
      ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, kAboveStandardFiles);
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  ::dup2(nowhere, STDIN_FILENO);
  ::dup2(nowhere, STDOUT_FILENO);
  ::close(nowhere);
}

// A step session ends the process itself: no test has begun one.
int no_test_to_step() {
  const std::string line =
      "{\"schema\":1,\"event\":\"error\",\"message\":\"no test that calls "
      "explore() has this name\"}\n";
  [[maybe_unused]] const auto written =
      ::write(flags().step_output, line.data(), line.size());
  return 2;
}

int exit_code(int of_googletest) {
  constexpr int kInconclusive = 4;
  if (of_googletest == 0) return 0;
  const auto& unit_test = *testing::UnitTest::GetInstance();
  const bool only_inconclusive =
      tally().rejected == 0 && tally().inconclusive > 0 &&
      unit_test.failed_test_count() <= tally().inconclusive;
  return only_inconclusive ? kInconclusive : 1;
}

}  // namespace
}  // namespace hb::checker

using namespace hb;
using namespace hb::checker;

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  read_flags(argc, argv);
  if (flags().step) set_answers_aside();
  const std::string& json = flags().json;
  if (!json.empty() && !threads::open_verdict_stream(json)) {
    std::perror(json.c_str());
    return 3;
  }
  flags().on_progress = [](std::int64_t executions, double) {
    threads::write_progress(running_test(), static_cast<int>(executions));
  };
  on_result(&write_result);
  auto& unit_test = *testing::UnitTest::GetInstance();
  // The listeners object takes ownership.
  unit_test.listeners().Append(new StreamListener);
  if (!json.empty()) {
    // The stream says it all; what is printed is the answer's own.
    delete unit_test.listeners().Release(
        unit_test.listeners().default_result_printer());
  }
  const int code = RUN_ALL_TESTS();
  if (flags().step) return no_test_to_step();
  if (tally().shown == 0 && !tally().refusal.empty()) {
    std::fprintf(stderr, "error: %s\n  try: ./%s --explain\n",
                 tally().refusal.c_str(), flags().name.c_str());
    return 2;
  }
  threads::write_finished(unit_test.test_to_run_count());
  return exit_code(code);
}

// main() of a test program on real threads: a GoogleTest executable that can
// also write verdict.jsonl.

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "checker/threads/last_words.hpp"
#include "checker/threads/options.hpp"
#include "checker/threads/report.hpp"
#include "checker/threads/verdict_stream.hpp"
#include "checker/threads/watchdog.hpp"

namespace {

using namespace hb::threads;

// Copies GoogleTest's events to the stream.
class StreamListener : public testing::EmptyTestEventListener {
  void OnTestStart(const testing::TestInfo& test) override {
    begin_test(std::string(test.test_suite_name()) + "." + test.name());
    write_started(current_test());
  }

  void OnTestPartResult(const testing::TestPartResult& result) override {
    if (!result.failed() || already_reported(result)) return;
    Finding finding{"failure", result.message(), {}, current_run()};
    if (result.file_name() != nullptr) {
      finding.steps.push_back(
          {"", result.file_name(), result.line_number(), "expects"});
    }
    write_finding(current_test(), finding);
  }

  void OnTestEnd(const testing::TestInfo& test) override {
    write_ended(current_test(), test.result()->Passed(),
                test.result()->Skipped(), current_run());
  }

  // report() writes its finding itself, before it makes the test fail.
  static bool already_reported(const testing::TestPartResult& result) {
    const std::string file =
        result.file_name() == nullptr ? "" : result.file_name();
    return file.ends_with("checker/threads/report.cpp");
  }
};

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  read_options(argc, argv);
  const std::string& json = options_of_the_program().json;
  if (!json.empty() && !open_verdict_stream(json)) {
    std::perror(json.c_str());
    return 3;
  }
  install_last_words();
  start_watchdog();
  // The listeners object takes ownership.
  testing::UnitTest::GetInstance()->listeners().Append(new StreamListener);
  auto& unit_test = *testing::UnitTest::GetInstance();
  if (!json.empty()) {
    // The stream says it all; what is printed is the answer's own.
    delete unit_test.listeners().Release(
        unit_test.listeners().default_result_printer());
  }
  const int code = RUN_ALL_TESTS();
  write_finished(unit_test.test_to_run_count());
  watch_the_end(options_of_the_program().hang_after);
  return code;
}

#include "checker/gtest_adapter.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "checker/explore.hpp"

namespace hb {
namespace checker {
namespace {

Tally all;
void (*listener_of_results)(const std::string&, const Result&) = nullptr;

// Takes failed expectations of the body out of GoogleTest's hands. WHY it only
// passes them on: it is called under GoogleTest's own lock.
class Interceptor final : public testing::ScopedFakeTestPartResultReporter {
 public:
  explicit Interceptor(testing::TestPartResultArray& unused)
      : ScopedFakeTestPartResultReporter(INTERCEPT_ALL_THREADS, &unused) {}

  void ReportTestPartResult(const testing::TestPartResult& result) override {
    if (!result.failed()) return;
    const char* const file = result.file_name();
    expectation_failed(file == nullptr ? "" : file, result.line_number(),
                       result.message());
  }
};

// What it allocates for good must not be a test's.
void warm_up_googletest() {
  testing::internal::GetCurrentOsStackTraceExceptTop(
      testing::UnitTest::GetInstance(), 0);
}

void tell_googletest(const Result& result) {
  if (result.accepted()) {
    if (flags().json.empty()) std::fputs(result.report.c_str(), stdout);
    return;
  }
  const std::string text = result.explanation.empty()
                               ? result.report
                               : result.report + "\n" + result.explanation;
  if (!result.file.empty()) {
    ADD_FAILURE_AT(result.file.c_str(), result.line) << text;
    return;
  }
  // The test as a whole.
  const testing::TestInfo* const running =
      testing::UnitTest::GetInstance()->current_test_info();
  ADD_FAILURE_AT(running == nullptr ? __FILE__ : running->file(),
                 running == nullptr ? __LINE__ : running->line())
      << text;
}

}  // namespace

const Tally& tally() { return all; }

std::string running_test() {
  const testing::TestInfo* const test =
      testing::UnitTest::GetInstance()->current_test_info();
  if (test == nullptr) return "";
  return std::string(test->test_suite_name()) + "." + test->name();
}

void on_result(void (*listener)(const std::string&, const Result&)) {
  listener_of_results = listener;
}

}  // namespace checker

void explore(const std::function<void()>& body, const ExploreOptions& options) {
  checker::warm_up_googletest();
  const std::string test = checker::running_test();
  Result result;
  {
    testing::TestPartResultArray unused;
    const checker::Interceptor interceptor(unused);
    result = check(body, options, test);
  }
  if (!result.refusal.empty()) {
    // A code does not say which test it is of: another may take it.
    checker::all.refusal = result.refusal;
    GTEST_SKIP() << result.refusal;
  }
  if (!flags().replay.empty()) ++checker::all.shown;
  if (result.inconclusive()) {
    ++checker::all.inconclusive;
  } else if (!result.accepted()) {
    ++checker::all.rejected;
  }
  if (checker::listener_of_results != nullptr) {
    checker::listener_of_results(test, result);
  }
  checker::tell_googletest(result);
}

}  // namespace hb

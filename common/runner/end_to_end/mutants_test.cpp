// dev mutants and dev sabotage on a workbook whose tests somebody weakens.

#include <gtest/gtest.h>

#include <string>

#include "runner/end_to_end/temporary_workbook.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

constexpr const char* kFolder = "02_data_races/a_lost_update";
constexpr const char* kTest = "exercises/02_data_races/a_lost_update/test.cpp";
constexpr const char* kAnswers =
    "solutions/02_data_races/a_lost_update/answers.toml";

class Mutants : public testing::Test {
 protected:
  Mutants() : workbook_({kFolder}) {}

  // Without the test in which a reader meets a writer.
  void weaken() const {
    workbook_.edit(kTest, "TEST(LostUpdate, CanBeReadWhileVisitorsEnter)",
                   "[[maybe_unused]] void nobody_calls_it()");
  }

  void list(const std::string& mutant) const {
    const auto path = workbook_.root() / kAnswers;
    write_file(path, read_file(path) + "\n[[survivor]]\nmutant = \"" + mutant +
                         "\"\nreason = \"untested\"\nnote = \"t\"\n");
  }

  void expect(const std::string& command, int code,
              const std::string& words) const {
    const ProcessResult result = workbook_.workbook({"dev", command, "02a"});
    EXPECT_EQ(result.exit_code, code) << result.output;
    EXPECT_NE(result.output.find(words), std::string::npos) << result.output;
  }

  const TemporaryWorkbook workbook_;
};

TEST_F(Mutants, SurviveATestThatIsTooWeakAndMustBeListed) {
  weaken();
  expect("mutants", exit_code::kRejected,
         "survives, and is not listed: count: mutex_ not locked\n"
         "  --> visit_counter.hpp:");
  list("count: mutex_ not locked");
  expect("mutants", exit_code::kFine, "1 untested, 0 not listed");
}

TEST_F(Mutants, MayNotBeListedIfTheyAreRejectedOrDoNotExist) {
  list("count: mutex_ not locked");
  list("gone");
  expect("mutants", exit_code::kRejected,
         "listed as a survivor, but rejected (race in "
         "CanBeReadWhileVisitorsEnter): count: mutex_ not locked");
  expect("mutants", exit_code::kRejected, "no mutant has this name: gone");
}

TEST_F(Mutants, ThatDropALockAreMissedByNobody) {
  weaken();
  expect("sabotage", exit_code::kRejected,
         "nobody misses it: count: mutex_ not locked");
}

}  // namespace
}  // namespace hb::runner

// dev check on a workbook that somebody has broken: it must notice.

#include <gtest/gtest.h>

#include "runner/end_to_end/temporary_workbook.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

constexpr const char* kFolder = "07_channels/a_close";

std::string in(const std::string& side, const std::string& file) {
  return side + "/" + kFolder + "/" + file;
}

void expect_complaint(const ProcessResult& result, const std::string& words) {
  EXPECT_EQ(result.exit_code, exit_code::kRejected) << result.output;
  EXPECT_NE(result.output.find(words), std::string::npos) << result.output;
}

// Three answers that compile in all, in place of a dozen; their edits match
// whatever the tests below leave of the solution.
constexpr const char* kFewAnswers = R"(
unsolved = "deadlock in KeepsTheValuesAlreadySent"
[[wrong]]
name = "one"
expect = "failure in KeepsTheValuesAlreadySent"
thought = "t"
edits = [{ replace = "if (values_.empty()) return std::nullopt;", with = "return std::nullopt;" }]
[[wrong]]
name = "two"
expect = "build"
thought = "t"
edits = [{ replace = "namespace hb {", with = "" }]
[[wrong]]
name = "three"
expect = "forbidden"
thought = "t"
edits = [{ replace = "closed_ = true;", with = "sleep_for; closed_ = true;" }]
[[right]]
name = "same"
thought = "t"
edits = []
)";

TEST(Sabotage, OfALockInTheSolutionIsNoticed) {
  const TemporaryWorkbook workbook({kFolder});
  write_file(workbook.root() / in("solutions", "answers.toml"), kFewAnswers);
  workbook.edit(in("solutions", "channel.hpp"),
                "      std::lock_guard lock(mutex_);\n      closed_ = true;",
                "      closed_ = true;");
  expect_complaint(workbook.workbook({"dev", "check", "07a"}),
                   "07a close: the solution: expected accepted, got:\nrace:");
}

TEST(Sabotage, OfTheAssertionsOfATestIsNoticed) {
  const TemporaryWorkbook workbook({kFolder});
  write_file(workbook.root() / in("solutions", "answers.toml"), kFewAnswers);
  workbook.edit(in("exercises", "test.cpp"), "namespace {\n",
                "#undef EXPECT_EQ\n"
                "#define EXPECT_EQ(a, b) static_cast<void>((a) == (b))\n"
                "namespace {\n");
  expect_complaint(workbook.workbook({"dev", "check", "07a"}),
                   "wrong-one: expected failure in KeepsTheValuesAlreadySent");
}

TEST(Sabotage, OfAnExpectedVerdictIsNoticed) {
  const TemporaryWorkbook workbook({kFolder});
  write_file(workbook.root() / in("solutions", "answers.toml"), kFewAnswers);
  workbook.edit(in("solutions", "answers.toml"),
                "expect = \"failure in KeepsTheValuesAlreadySent\"",
                "expect = \"failure in RefusesLaterValues\"");
  expect_complaint(workbook.workbook({"dev", "check", "07a"}),
                   "wrong-one: expected failure in RefusesLaterValues");
}

TEST(Sabotage, OfTheStarterIsNoticed) {
  const TemporaryWorkbook workbook({kFolder});
  write_file(workbook.root() / in("solutions", "answers.toml"), kFewAnswers);
  std::filesystem::copy_file(workbook.root() / in("solutions", "channel.hpp"),
                             workbook.root() / in("exercises", "channel.hpp"),
                             std::filesystem::copy_options::overwrite_existing);
  const ProcessResult result = workbook.workbook({"dev", "check", "07a"});
  expect_complaint(result, "found 0 TODOs, expected 1");
  expect_complaint(result, "the unsolved file: expected deadlock");
}

TEST(Sabotage, OfAnEditThatMatchesTwiceIsNoticed) {
  const TemporaryWorkbook workbook({kFolder});
  write_file(workbook.root() / in("solutions", "answers.toml"), kFewAnswers);
  workbook.edit(in("solutions", "answers.toml"), "replace = \"namespace hb {\"",
                "replace = \"changed_\"");
  const ProcessResult result = workbook.workbook({"dev", "check", "07a"});
  EXPECT_EQ(result.exit_code, exit_code::kBroken) << result.output;
  EXPECT_NE(result.output.find("error: an edit matches "), std::string::npos)
      << result.output;
}

}  // namespace
}  // namespace hb::runner

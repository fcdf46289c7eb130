#include "runner/commands/arguments.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

std::function<int()> read(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "workbook");
  return read_arguments(static_cast<int>(arguments.size()), arguments.data());
}

TEST(Arguments, OfEveryCommandIncludeHelp) {
  const std::vector<std::vector<const char*>> commands = {
      {},         {"check"},        {"list"},
      {"next"},   {"open"},         {"hint"},
      {"reset"},  {"book"},         {"solution"},
      {"lesson"}, {"bench"},        {"report"},
      {"doctor"}, {"test"},         {"report", "merge"},
      {"dev"},    {"dev", "check"}, {"dev", "new"}};
  for (auto command : commands) {
    command.push_back("--help");
    testing::internal::CaptureStdout();
    EXPECT_EQ(read(command)(), exit_code::kFine);
    EXPECT_NE(testing::internal::GetCapturedStdout().find("Usage: ./workbook"),
              std::string::npos);
  }
}

TEST(Arguments, OfALessonStandBehindItsNumber) {
  EXPECT_NO_THROW(read({"lesson", "07", "--threads=3"}));
  EXPECT_NO_THROW(read({"lesson", "07", "--", "--threads=3"}));
  EXPECT_THROW(read({"lesson", "--threads=3"}), UserError);
}

TEST(Arguments, BehindTwoDashesAreTheLessonsAlsoHelp) {
  testing::internal::CaptureStdout();
  EXPECT_NO_THROW(read({"lesson", "07", "--", "--help"}));
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

TEST(Arguments, ThatMakeNoSenseAreAWrongCall) {
  const std::vector<std::vector<const char*>> calls = {
      {"hint"},
      {"hint", "07a", "07b"},
      {"report", "--json", "--junit"},
      {"report", "merge"},
      {"bench", "--report", "page.html"},
      {"bench", "07", "--report"},
      {"dev", "new", "07_channels"},
      {"bogus"}};
  for (const auto& call : calls) {
    try {
      read(call);
      ADD_FAILURE() << call.front();
    } catch (const UserError& error) {
      EXPECT_EQ(error.code, exit_code::kWrongCall);
    }
  }
}

}  // namespace
}  // namespace hb::runner

#include "runner/catalog/levels.hpp"

#include <gtest/gtest.h>

#include "runner/catalog/temporary_exercise.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

std::vector<Level> levels_in(const std::string& toml) {
  const TemporaryExercise temporary;
  temporary.write("exercises", "levels.toml", toml);
  return read_levels(temporary.workspace(), temporary.exercise());
}

std::string error_in(const std::string& toml) {
  try {
    levels_in(toml);
  } catch (const UserError& error) {
    EXPECT_EQ(error.code, exit_code::kBroken);
    EXPECT_TRUE(error.text.where.find("levels.toml") != std::string::npos);
    return error.text.what;
  }
  return "no error";
}

constexpr const char* kLevel =
    "[[level]]\nname = \"Ends\"\ngoal = \"deadlock\"\nmax_steps = 6\n";

TEST(Levels, HaveANameAGoalAndALimit) {
  const auto levels = levels_in(
      std::string(kLevel) +
      "[[level]]\nname = \"Holds\"\ngoal = \"safe\"\nmax_steps = 4\n");
  ASSERT_EQ(levels.size(), 2u);
  EXPECT_EQ(levels[0].name, "Ends");
  EXPECT_EQ(levels[0].goal, "deadlock");
  EXPECT_EQ(levels[0].max_steps, 6);
  EXPECT_FALSE(levels[0].is_safe());
  EXPECT_TRUE(levels[1].is_safe());
}

TEST(Levels, DoNotTellWhetherTheyAreSafe) {
  const auto levels = levels_in(
      "[[level]]\nname = \"A\"\ngoal = \"safe\"\nmax_steps = 4\n"
      "[[level]]\nname = \"B\"\ngoal = \"race\"\nmax_steps = 4\n");
  EXPECT_EQ(levels[0].task(), levels[1].task());
}

TEST(Levels, AreReadStrictly) {
  EXPECT_EQ(error_in(""), "found no level");
  EXPECT_EQ(
      error_in("[[level]]\nname = \"A\"\ngoal = \"win\"\nmax_steps = 4\n"),
      "unknown goal \"win\"");
  EXPECT_EQ(error_in("[[level]]\nname = \"A\"\ngoal = \"safe\"\n"),
            "max_steps is missing or below 1");
  EXPECT_EQ(error_in(std::string(kLevel) + kLevel),
            "two levels are named \"Ends\"");
  EXPECT_EQ(error_in(std::string(kLevel) + "most = 3\n"),
            "unknown key \"most\"");
}

TEST(Levels, NameKindsAsPeopleDo) {
  EXPECT_EQ(with_article("race"), "a data race");
  EXPECT_EQ(with_article("deadlock"), "a deadlock");
  EXPECT_EQ(with_article("over_budget"), "an over budget");
}

}  // namespace
}  // namespace hb::runner

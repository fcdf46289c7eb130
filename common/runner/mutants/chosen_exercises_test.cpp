#include "runner/mutants/chosen_exercises.hpp"

#include <gtest/gtest.h>

#include <set>

namespace hb::runner {
namespace {

std::vector<Exercise> exercises(std::size_t count) {
  std::vector<Exercise> all(count);
  for (std::size_t i = 0; i < count; ++i) {
    all[i].number = std::to_string(i);
    all[i].folder = "07_channels/x" + std::to_string(i);
  }
  return all;
}

TEST(ChosenExercises, AreThoseWhoseFilesHaveChanged) {
  const auto chosen = changed_exercises(
      exercises(12), {"exercises/07_channels/x1/test.cpp", "README.md",
                      "solutions/07_channels/x3/answers.toml"});
  ASSERT_EQ(chosen.size(), 2u);
  EXPECT_EQ(chosen[0].number, "1");  // and not x11
  EXPECT_EQ(chosen[1].number, "3");
}

TEST(ChosenExercises, AreAFifthAndFiveCommitsSeeAll) {
  std::set<std::string> seen;
  for (const char* commit : {"0", "1", "2", "3", "f4"}) {
    const auto chosen = a_fifth_of(exercises(26), commit);
    EXPECT_GE(chosen.size(), 5u);
    EXPECT_LE(chosen.size(), 6u);
    for (const Exercise& exercise : chosen) seen.insert(exercise.number);
  }
  EXPECT_EQ(seen.size(), 26u);
}

}  // namespace
}  // namespace hb::runner

#include "runner/catalog/turns.hpp"

#include <gtest/gtest.h>

#include <set>

namespace hb::runner {
namespace {

Exercise close_exercise() {
  Exercise exercise;
  exercise.number = "07a";
  exercise.folder = "07_channels/a_close";
  return exercise;
}

std::vector<Answer> wrong_and_right(int wrong) {
  std::vector<Answer> answers(static_cast<std::size_t>(wrong) + 1);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    answers[i].name = std::to_string(i);
  }
  answers.back().right = true;
  return answers;
}

std::multiset<std::string> names_of(const std::vector<Answer>& answers) {
  std::multiset<std::string> names;
  for (const Answer& answer : answers) names.insert(answer.name);
  return names;
}

Changes changes_of(std::vector<std::string> files) {
  return {"f4", "15532b7", std::move(files)};
}

bool needs_all(std::vector<std::string> files) {
  return needs_all_wrong_answers(close_exercise(),
                                 changes_of(std::move(files)));
}

TEST(Turns, TakeHalfOfTheWrongAnswersAndTwoCommitsSeeAll) {
  for (const int wrong : {3, 6}) {
    const auto all = wrong_and_right(wrong);
    const auto even = without_other_half(all, close_exercise(), "f4");
    const auto odd = without_other_half(all, close_exercise(), "f5");
    EXPECT_LE(even.size(), all.size() / 2 + 1);
    EXPECT_LE(odd.size(), all.size() / 2 + 1);
    auto seen = names_of(even);
    seen.merge(names_of(odd));
    seen.erase(seen.find(all.back().name));  // the right one is in both
    EXPECT_EQ(seen, names_of(all));
  }
}

TEST(Turns, LeaveNoRightAnswerOut) {
  for (const char* commit : {"f4", "f5"}) {
    const auto kept =
        without_other_half(wrong_and_right(4), close_exercise(), commit);
    ASSERT_EQ(kept.size(), 3u);
    EXPECT_TRUE(kept.back().right);
  }
}

TEST(Turns, BeginDifferentlyInExercisesThatFollowEachOther) {
  Exercise next = close_exercise();
  next.number = "07b";
  const auto all = wrong_and_right(4);
  EXPECT_NE(names_of(without_other_half(all, close_exercise(), "f4")),
            names_of(without_other_half(all, next, "f4")));
}

TEST(Turns, AreForAnExerciseThatHasNotChanged) {
  EXPECT_FALSE(needs_all({}));
  EXPECT_FALSE(
      needs_all({"README.md", "exercises/07_channels/a_closed/test.cpp",
                 "common/runner/watch/watch.cpp", "common/cmake/tests.cmake"}));
}

TEST(Turns, AreNotForAnExerciseThatHasChanged) {
  EXPECT_TRUE(
      needs_all({"README.md", "exercises/07_channels/a_close/test.cpp"}));
  EXPECT_TRUE(needs_all({"solutions/07_channels/a_close/answers.toml"}));
}

TEST(Turns, AreNotForAJudgeThatHasChanged) {
  for (const char* file :
       {"common/checker/graph/event.hpp", "common/runner/judge/build.cpp",
        "common/lesson/permits.hpp", "common/cmake/judge.cmake"}) {
    EXPECT_TRUE(needs_all({file})) << file;
  }
}

TEST(Turns, AreNotWhereGitCannotTell) {
  EXPECT_TRUE(needs_all_wrong_answers(close_exercise(), Changes{}));
}

}  // namespace
}  // namespace hb::runner

#include "runner/watch/watch_text.hpp"

#include <gtest/gtest.h>

namespace hb::runner {
namespace {

Catalog three_exercises() {
  Catalog catalog;
  for (const char* number : {"01a", "01b", "02a"}) {
    Exercise exercise;
    exercise.number = number;
    exercise.id = std::string("id.") + number;
    catalog.exercises.push_back(exercise);
  }
  return catalog;
}

std::string number_after(const std::string& current, const Progress& progress) {
  const Catalog catalog = three_exercises();
  const Exercise* next =
      exercise_after(catalog, catalog.find(current), progress);
  return next != nullptr ? next->number : "none";
}

TEST(WatchText, NextIsTheOneBehindAndThenTheFirst) {
  EXPECT_EQ(number_after("01a", {}), "01b");
  EXPECT_EQ(number_after("02a", {}), "01a");
}

TEST(WatchText, NextSkipsWhatIsDone) {
  Progress progress;
  progress.entries["id.01b"].state = State::solved;
  EXPECT_EQ(number_after("01a", progress), "02a");
  progress.entries["id.02a"].state = State::seen;
  EXPECT_EQ(number_after("01a", progress), "none");
  EXPECT_EQ(number_after("02a", progress), "01a");
}

TEST(WatchText, CountsWhatIsSolvedAndNotWhatWasSeen) {
  Progress progress;
  progress.entries["id.01b"].state = State::solved;
  progress.entries["id.02a"].state = State::seen;
  EXPECT_EQ(count_text(three_exercises(), progress), "1 of 3 solved");
}

TEST(WatchText, SaysThatNoneIsLeft) {
  Progress progress;
  for (const char* id : {"id.01a", "id.01b", "id.02a"}) {
    progress.entries[id].state = State::solved;
  }
  EXPECT_EQ(all_solved_text(three_exercises(), progress),
            "All 3 exercises are solved.\n  try: ./workbook list\n");
  progress.entries["id.02a"].state = State::seen;
  EXPECT_EQ(all_solved_text(three_exercises(), progress),
            "No exercise is left: 2 are solved, and of 1 you have seen the "
            "solution.\n  try: ./workbook list\n");
}

}  // namespace
}  // namespace hb::runner

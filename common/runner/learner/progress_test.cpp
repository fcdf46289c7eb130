#include "runner/learner/progress.hpp"

#include <gtest/gtest.h>

#include "runner/catalog/temporary_exercise.hpp"

namespace hb::runner {
namespace {

TEST(Progress, IsKeptUnderThePermanentId) {
  const TemporaryExercise temporary;
  const Exercise exercise = temporary.exercise();
  change_progress(temporary.workspace(), exercise, State::solved, 2);
  const Progress progress = read_progress(temporary.workspace());
  EXPECT_EQ(progress.state_of(exercise), State::solved);
  EXPECT_EQ(progress.hints_of(exercise), 2);
  EXPECT_TRUE(progress.entries.contains("channels.close"));
}

TEST(Progress, OfAnUnknownExerciseIsUntouched) {
  const TemporaryExercise temporary;
  EXPECT_EQ(read_progress(temporary.workspace()).state_of(temporary.exercise()),
            State::untouched);
}

TEST(Progress, KeepsLinesThatItCannotRead) {
  const TemporaryExercise temporary;
  const Workspace workspace = temporary.workspace();
  write_file(workspace.state / "progress.tsv",
             "garbage\nother.id\tsolved\t2026-01-01T00:00:00Z\t0\n\xff\xfe\n");
  change_progress(workspace, temporary.exercise(), State::started, 0);
  const std::string text = read_file(workspace.state / "progress.tsv");
  EXPECT_NE(text.find("garbage\n"), std::string::npos);
  EXPECT_NE(text.find("\xff\xfe\n"), std::string::npos);
  EXPECT_NE(text.find("other.id\tsolved\t2026-01-01T00:00:00Z"),
            std::string::npos);
}

TEST(Progress, PointsAtTheFirstExerciseThatIsNotSolved) {
  const TemporaryExercise temporary;
  const std::vector<Exercise> exercises = {temporary.exercise()};
  Progress progress;
  EXPECT_EQ(current_exercise(exercises, progress), &exercises.front());
  progress.entries["channels.close"].state = State::solved;
  EXPECT_EQ(current_exercise(exercises, progress), nullptr);
}

}  // namespace
}  // namespace hb::runner

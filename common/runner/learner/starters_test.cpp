#include "runner/learner/starters.hpp"

#include <gtest/gtest.h>

#include "runner/catalog/temporary_exercise.hpp"
#include "runner/system/process.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

namespace fs = std::filesystem;

std::string edited(const TemporaryExercise& temporary) {
  return read_file(temporary.exercise().edited_file());
}

void git(const TemporaryExercise& temporary,
         const std::vector<std::string>& arguments) {
  ProcessOptions options;
  options.command = {
      "git",         "-C", temporary.workspace().root.string(), "-c",
      "user.name=a", "-c", "user.email=a@example.org"};
  options.command.insert(options.command.end(), arguments.begin(),
                         arguments.end());
  ASSERT_TRUE(run(options).ok());
}

TEST(Starter, IsPutBackAndTheAttemptIsKept) {
  const TemporaryExercise temporary;
  keep_starters(temporary.workspace(), {temporary.exercise()});
  temporary.write("exercises", "answer.hpp", "// my work\n");

  const fs::path attempt =
      restore_starter(temporary.workspace(), temporary.exercise());

  EXPECT_EQ(edited(temporary), "// TODO\n");
  EXPECT_EQ(read_file(attempt / "answer.hpp"), "// my work\n");
  EXPECT_EQ(attempt.parent_path(),
            temporary.workspace().state / "attempts" / "07a");
}

TEST(Starter, IsWhatGitHasIfTheFileWasEditedBeforeFirstSight) {
  if (!is_on_path("git")) GTEST_SKIP() << "there is no git here";
  const TemporaryExercise temporary;
  git(temporary, {"init", "-q"});
  git(temporary, {"add", "."});
  git(temporary, {"commit", "-q", "-m", "as given"});
  temporary.write("exercises", "answer.hpp", "// my work\n");
  keep_starters(temporary.workspace(), {temporary.exercise()});

  restore_starter(temporary.workspace(), temporary.exercise());
  EXPECT_EQ(edited(temporary), "// TODO\n");
}

TEST(Starter, IsTakenOnce) {
  const TemporaryExercise temporary;
  keep_starters(temporary.workspace(), {temporary.exercise()});
  temporary.write("exercises", "answer.hpp", "// my work\n");
  keep_starters(temporary.workspace(), {temporary.exercise()});
  EXPECT_EQ(read_file(starter_path(temporary.workspace(), temporary.exercise(),
                                   "answer.hpp")),
            "// TODO\n");
}

TEST(Starter, ComesBackForADeletedFile) {
  const TemporaryExercise temporary;
  keep_starters(temporary.workspace(), {temporary.exercise()});
  fs::remove(temporary.exercise().edited_file());
  EXPECT_TRUE(
      restore_starter(temporary.workspace(), temporary.exercise()).empty());
  EXPECT_EQ(edited(temporary), "// TODO\n");
}

TEST(Starter, ComesBackForABinaryFileWhichIsKept) {
  const TemporaryExercise temporary;
  const std::string binary("\x7f\0\xff", 3);
  keep_starters(temporary.workspace(), {temporary.exercise()});
  temporary.write("exercises", "answer.hpp", binary);
  const fs::path attempt =
      restore_starter(temporary.workspace(), temporary.exercise());
  EXPECT_EQ(edited(temporary), "// TODO\n");
  EXPECT_EQ(read_file(attempt / "answer.hpp"), binary);
}

TEST(Starter, OfAnUnchangedFileLeavesNoCopy) {
  const TemporaryExercise temporary;
  keep_starters(temporary.workspace(), {temporary.exercise()});
  EXPECT_TRUE(
      restore_starter(temporary.workspace(), temporary.exercise()).empty());
  EXPECT_FALSE(fs::exists(temporary.workspace().state / "attempts"));
}

TEST(Starter, KeepsTwoAttemptsOfOneSecondApart) {
  const TemporaryExercise temporary;
  keep_starters(temporary.workspace(), {temporary.exercise()});
  std::vector<fs::path> attempts;
  for (const char* text : {"first", "second"}) {
    temporary.write("exercises", "answer.hpp", text);
    attempts.push_back(
        restore_starter(temporary.workspace(), temporary.exercise()));
  }
  EXPECT_EQ(read_file(attempts[0] / "answer.hpp"), "first");
  EXPECT_EQ(read_file(attempts[1] / "answer.hpp"), "second");
}

TEST(Starter, ThatWasNeverKeptChangesNothing) {
  const TemporaryExercise temporary;
  temporary.write("exercises", "answer.hpp", "// my work\n");
  EXPECT_THROW(restore_starter(temporary.workspace(), temporary.exercise()),
               UserError);
  EXPECT_EQ(edited(temporary), "// my work\n");
}

TEST(Starter, ThatCannotBeKeptStopsNobody) {
  const TemporaryExercise temporary;
  Workspace workspace = temporary.workspace();
  workspace.state = "/proc/no_such_folder";
  EXPECT_NO_THROW(keep_starters(workspace, {temporary.exercise()}));
}

}  // namespace
}  // namespace hb::runner

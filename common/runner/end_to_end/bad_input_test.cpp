// What a learner's machine, files and typing can do to the runner: each is a
// message that says what to do next, and nothing is lost.

#include <gtest/gtest.h>
#include <unistd.h>

#include "runner/end_to_end/temporary_workbook.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "07_channels/a_close";
const std::string kAnswer =
    std::string("exercises/") + kFolder + "/channel.hpp";

void expect_message(const ProcessResult& result, int code,
                    const std::string& words, const std::string& next) {
  EXPECT_EQ(result.exit_code, code) << result.output;
  EXPECT_EQ(result.signal, 0) << result.output;
  EXPECT_NE(result.output.find(words), std::string::npos) << result.output;
  EXPECT_NE(result.output.find("try: " + next), std::string::npos)
      << result.output;
}

TEST(BadInput, AnUnknownExerciseGetsASuggestion) {
  const TemporaryWorkbook workbook({kFolder});
  expect_message(workbook.workbook({"check", "07e"}), exit_code::kWrongCall,
                 "error: no exercise \"07e\"\n  Lesson 07 has 07a close.",
                 "./workbook check 07a");
}

TEST(BadInput, AnUnknownCommandIsAWrongCall) {
  const TemporaryWorkbook workbook({kFolder});
  expect_message(workbook.workbook({"chekc"}), exit_code::kWrongCall,
                 "error: ", "./workbook --help");
}

TEST(BadInput, AnUnknownOptionIsAWrongCall) {
  const TemporaryWorkbook workbook({kFolder});
  expect_message(workbook.workbook({"check", "--fast"}), exit_code::kWrongCall,
                 "--fast", "./workbook --help");
}

TEST(BadInput, ABrokenTomlNamesItsPlaceAndLeavesTheOthersAlone) {
  const TemporaryWorkbook workbook({kFolder, "07_channels/d_try_send"});
  write_file(workbook.root() / "exercises/07_channels/d_try_send/exercise.toml",
             "id = \n");
  expect_message(workbook.workbook({"check", "07d"}), exit_code::kBroken,
                 "--> exercises/07_channels/d_try_send/exercise.toml:1:",
                 "git diff exercises/07_channels/d_try_send/exercise.toml");
  const ProcessResult list = workbook.workbook({"list"});
  EXPECT_EQ(list.exit_code, exit_code::kBroken);
  EXPECT_NE(list.output.find("07a"), std::string::npos) << list.output;
}

TEST(BadInput, ADeletedAnswerCanBeReset) {
  const TemporaryWorkbook workbook({kFolder});
  fs::remove(workbook.root() / kAnswer);
  expect_message(workbook.workbook({"check", "07a"}), exit_code::kBroken,
                 "error: no file " + kAnswer, "./workbook reset 07a");
}

TEST(BadInput, AnEmptyAnswerIsRejected) {
  const TemporaryWorkbook workbook({kFolder});
  write_file(workbook.root() / kAnswer, "");
  expect_message(workbook.workbook({"check", "07a"}), exit_code::kRejected,
                 "build: 07a close\n", "./workbook open 07a");
}

TEST(BadInput, ABinaryAnswerIsRejected) {
  const TemporaryWorkbook workbook({kFolder});
  write_file(workbook.root() / kAnswer, std::string("\x7f"
                                                    "ELF\0\1",
                                                    6));
  expect_message(workbook.workbook({"check", "07a"}), exit_code::kRejected,
                 "the file is not text", "./workbook open 07a");
}

TEST(BadInput, AGarbledStateFileIsKeptAndIgnored) {
  const TemporaryWorkbook workbook({kFolder});
  write_file(workbook.root() / ".workbook/progress.tsv",
             std::string("\0\xff garbage\n", 11));
  const ProcessResult list = workbook.workbook({"list"});
  EXPECT_EQ(list.exit_code, exit_code::kFine) << list.output;
  EXPECT_NE(
      read_file(workbook.root() / ".workbook/progress.tsv").find("garbage"),
      std::string::npos);
}

TEST(BadInput, AFullDiskWhileBuildingIsNotTheAnswersFault) {
  const TemporaryWorkbook workbook({kFolder});
  const std::string before = read_file(workbook.root() / kAnswer);
  // 512-byte blocks: enough for build.ninja, too little for an object file.
  expect_message(workbook.shell("ulimit -f 64; exec \"$runner\" check 07a"),
                 exit_code::kBroken, "error: no space left on the disk",
                 "df -h .");
  EXPECT_EQ(read_file(workbook.root() / kAnswer), before);
}

TEST(BadInput, WithoutWritePermissionTheRunnerSaysSo) {
  const TemporaryWorkbook workbook({kFolder});
  const std::string as_nobody =
      "setpriv --reuid=65534 --regid=65534 --clear-groups ";
  fs::permissions(workbook.root(), fs::perms(0755));
  if (geteuid() != 0 ||
      !workbook.shell(as_nobody + "\"$runner\" --help").ok()) {
    GTEST_SKIP() << "needs root, and a clone that others can read";
  }
  const ProcessResult result =
      workbook.shell("exec " + as_nobody + "\"$runner\" check 07a");
  EXPECT_EQ(result.exit_code, exit_code::kBroken) << result.output;
  EXPECT_NE(result.output.find("error: cannot "), std::string::npos)
      << result.output;
}

TEST(BadInput, TwoRunnersAtOnceBothJudge) {
  const TemporaryWorkbook workbook({kFolder});
  fs::copy_file(workbook.root() / "solutions" / kFolder / "channel.hpp",
                workbook.root() / kAnswer,
                fs::copy_options::overwrite_existing);
  const ProcessResult result = workbook.shell(
      "\"$runner\" check 07a > one & \"$runner\" check 07a > two; a=$?; "
      "wait $!; echo $a $?; cat one two");
  EXPECT_TRUE(result.output.starts_with("0 0\n")) << result.output;
}

TEST(BadInput, WithoutSolutionsAnAnswerIsStillJudged) {
  const TemporaryWorkbook workbook({kFolder});
  fs::copy_file(workbook.root() / "solutions" / kFolder / "channel.hpp",
                workbook.root() / kAnswer,
                fs::copy_options::overwrite_existing);
  fs::remove_all(workbook.root() / "solutions");
  const ProcessResult result = workbook.workbook({"check", "07a"});
  EXPECT_EQ(result.exit_code, exit_code::kFine) << result.output;
  EXPECT_TRUE(result.output.starts_with("accepted: 07a close, 7 tests, "))
      << result.output;
}

TEST(BadInput, ACompileErrorInsideTheTestNamesWhatItNeeds) {
  const TemporaryWorkbook workbook({kFolder});
  workbook.edit(kAnswer, "void close()", "void finish()");
  expect_message(workbook.workbook({"check", "07a"}), exit_code::kRejected,
                 "needs close, which your file does not declare",
                 "./workbook open 07a");
}

// What a save in the middle of a compilation leaves: an object that is newer
// than the file, made of what the file was before.
TEST(BadInput, AnOldObjectThatLooksNewIsCompiledAgain) {
  const TemporaryWorkbook workbook({kFolder});
  EXPECT_EQ(workbook.workbook({"check", "07a"}).exit_code,
            exit_code::kRejected);
  const auto time = fs::last_write_time(workbook.root() / kAnswer);
  fs::copy_file(workbook.root() / "solutions" / kFolder / "channel.hpp",
                workbook.root() / kAnswer,
                fs::copy_options::overwrite_existing);
  fs::last_write_time(workbook.root() / kAnswer, time);
  const ProcessResult result = workbook.workbook({"check", "07a"});
  EXPECT_EQ(result.exit_code, exit_code::kFine) << result.output;
}

TEST(BadInput, ATestThatIsKeptFromRunningIsNotPassed) {
  const TemporaryWorkbook workbook({kFolder});
  workbook.edit(kAnswer, "#pragma once",
                "#undef TEST\n"
                "#define TEST(a, b) [[maybe_unused]] static void a##b()\n");
  expect_message(workbook.workbook({"check", "07a"}), exit_code::kRejected,
                 "this test did not run", "./workbook hint 07a");
}

TEST(BadInput, AnInterruptLeavesNoProcessBehind) {
  const TemporaryWorkbook workbook({kFolder});
  workbook.edit(
      kAnswer,
      "// TODO: three of the functions here have to change, not only this one.",
      "for (static int turns = 0;;) turns = (turns + 1) % 7;");
  const ProcessResult result = workbook.shell(
      "mkfifo events; \"$runner\" check 07a --json > events & id=$!; "
      "exec 3< events; while read -r line <&3; do "
      "case $line in *'test Keeps'*) break ;; esac; done; "
      "children=$(cat /proc/$id/task/$id/children); "
      "kill -TERM $id; wait $id; echo code $?; "
      "for child in $children; do "
      "kill -0 $child 2>/dev/null && echo left || echo gone; done");
  EXPECT_EQ(result.output, "code 130\ngone\n");
}

}  // namespace
}  // namespace hb::runner

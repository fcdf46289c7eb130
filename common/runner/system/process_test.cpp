#include "runner/system/process.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

using std::chrono::milliseconds;

ProcessResult shell(const std::string& script, ProcessOptions options = {}) {
  options.command = {"sh", "-c", script};
  return run(options);
}

TEST(Process, GivesExitCodeAndBothStreams) {
  const ProcessResult result = shell("echo out; echo err >&2; exit 7");
  EXPECT_EQ(result.exit_code, 7);
  EXPECT_EQ(result.signal, 0);
  EXPECT_EQ(result.output, "out\nerr\n");
  EXPECT_FALSE(result.ok());
}

TEST(Process, NamesTheSignalThatEndedIt) {
  EXPECT_EQ(shell("kill -SEGV $$").signal, SIGSEGV);
}

TEST(Process, SaysThatAProgramIsNotThere) {
  ProcessOptions options;
  options.command = {"no-such-program-here"};
  EXPECT_THROW(run(options), UserError);
}

TEST(Process, IsKilledWhenItsBudgetIsUsedUp) {
  const ProcessResult result =
      shell("while :; do :; done", {.budget = milliseconds(50)});
  EXPECT_TRUE(result.timed_out);
  EXPECT_FALSE(result.ok());
}

TEST(Process, IsKilledWhenATickSaysSo) {
  const ProcessResult result =
      shell("while :; do :; done", {.on_tick = [](int) { return false; }});
  EXPECT_TRUE(result.stopped);
}

// A file into which a script writes the number of a process that must go.
class ProcessNumber {
 public:
  std::string file() const { return file_.string(); }
  // True if the process is no more, or a zombie that its parent has yet to
  // reap. False, too, if the script never wrote a number.
  bool is_gone() const {
    pid_t process = 0;
    std::ifstream(file_) >> process;
    std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    std::getline(stat, text);
    return process > 0 &&
           (text.empty() || text.find(") Z ") != std::string::npos);
  }
  ~ProcessNumber() { std::filesystem::remove(file_); }

 private:
  std::filesystem::path file_ = std::filesystem::temp_directory_path() /
                                ("hb_child_" + std::to_string(getpid()));
};

TEST(Process, IsKilledWithItsChildren) {
  const ProcessNumber child;
  shell("sleep 1000 & echo $! > " + child.file() + "; wait",
        {.budget = milliseconds(200)});
  EXPECT_TRUE(child.is_gone());
}

TEST(Process, LeavesNoDaemonBehind) {
  const ProcessNumber daemon;
  // Each leaves the group of the one before, and the last outlives them all.
  shell("setsid sh -c 'setsid sh -c \"echo \\$\\$ > " + daemon.file() +
        "; exec sleep 1000\" & sleep 1000' & until test -s " + daemon.file() +
        "; do :; done");
  EXPECT_TRUE(daemon.is_gone());
}

TEST(Process, CanDropWhatIsSaidOnStandardError) {
  EXPECT_EQ(
      shell("echo out; echo err >&2", {.only_standard_output = true}).output,
      "out\n");
}

TEST(Process, KeepsAMebibyteOfEndlessOutput) {
  const ProcessResult result = shell("yes", {.budget = milliseconds(300)});
  EXPECT_TRUE(result.timed_out);
  EXPECT_EQ(result.output.size(), std::size_t{1} << 20);
}

TEST(Process, EndsThoughAGrandchildHoldsItsOutput) {
  const ProcessNumber grandchild;
  const ProcessResult result = shell(
      "setsid sleep 1000 & echo $! > " + grandchild.file() + "; echo done",
      {.budget = milliseconds(60'000)});
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(result.output, "done\n");
  EXPECT_TRUE(grandchild.is_gone());
}

TEST(Process, HasNoInput) { EXPECT_EQ(shell("cat; echo end").output, "end\n"); }

TEST(Process, SeesItsEnvironmentAndFolder) {
  const ProcessResult result = shell(
      "echo $HB_WORD; pwd", {.directory = "/", .environment = {"HB_WORD=x"}});
  EXPECT_EQ(result.output, "x\n/\n");
}

}  // namespace
}  // namespace hb::runner

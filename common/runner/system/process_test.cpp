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

TEST(Process, IsKilledWithItsChildren) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("hb_child_" + std::to_string(getpid()));
  shell("sleep 1000 & echo $! > " + file.string() + "; wait",
        {.budget = milliseconds(200)});
  pid_t child = 0;
  std::ifstream(file) >> child;
  ASSERT_GT(child, 0);
  // The child is gone, or a zombie that its new parent has yet to reap.
  std::ifstream status("/proc/" + std::to_string(child) + "/stat");
  std::string text;
  std::getline(status, text);
  EXPECT_TRUE(text.empty() || text.find(") Z ") != text.npos) << text;
  std::filesystem::remove(file);
}

TEST(Process, KeepsAMebibyteOfEndlessOutput) {
  const ProcessResult result = shell("yes", {.budget = milliseconds(300)});
  EXPECT_TRUE(result.timed_out);
  EXPECT_EQ(result.output.size(), std::size_t{1} << 20);
}

TEST(Process, EndsThoughAGrandchildHoldsItsOutput) {
  const ProcessResult result =
      shell("setsid sleep 1000 & echo done", {.budget = milliseconds(60'000)});
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(result.output, "done\n");
}

TEST(Process, HasNoInput) { EXPECT_EQ(shell("cat; echo end").output, "end\n"); }

TEST(Process, SeesItsEnvironmentAndFolder) {
  const ProcessResult result = shell(
      "echo $HB_WORD; pwd", {.directory = "/", .environment = {"HB_WORD=x"}});
  EXPECT_EQ(result.output, "x\n/\n");
}

}  // namespace
}  // namespace hb::runner

#include "pipeline/durability/shutdown.hpp"

#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <stop_token>

#include "exec/signal.hpp"

namespace hb::pipeline {
namespace {

using namespace std::chrono_literals;

// Waits until `token` is stopped; the test's own time limit is the bound.
void wait_for(const std::stop_token& token) {
  exec::Signal never;
  EXPECT_EQ(never.wait(token), sync::Outcome::stopped);
}

bool is_blocked(int signal) {
  sigset_t mask;
  pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  return sigismember(&mask, signal) == 1;
}

TEST(Shutdown, TurnsASignalIntoADrain) {
  const Shutdown shutdown(1h);
  EXPECT_EQ(shutdown.signal(), 0);
  ::kill(::getpid(), SIGTERM);
  wait_for(shutdown.drain());
  EXPECT_EQ(shutdown.signal(), SIGTERM);
  EXPECT_FALSE(shutdown.hard_stop().stop_requested());
}

TEST(Shutdown, TurnsASecondSignalIntoAHardStop) {
  const Shutdown shutdown(1h);
  ::kill(::getpid(), SIGINT);
  wait_for(shutdown.drain());
  ::kill(::getpid(), SIGINT);
  wait_for(shutdown.hard_stop());
  EXPECT_EQ(shutdown.signal(), SIGINT);
}

TEST(Shutdown, StopsHardAtTheEndOfTheGrace) {
  const Shutdown shutdown(0ms);
  ::kill(::getpid(), SIGINT);
  wait_for(shutdown.hard_stop());
}

TEST(Shutdown, DrainsWhenTheTerminalIsGone) {
  const Shutdown shutdown(1h);
  ::kill(::getpid(), SIGHUP);
  wait_for(shutdown.drain());
  EXPECT_EQ(shutdown.signal(), SIGHUP);
}

TEST(Shutdown, EndsTheProgramAtTheThirdSignal) {
  const pid_t child = ::fork();
  if (child == 0) {
    const Shutdown shutdown(1h);
    ::kill(::getpid(), SIGTERM);
    wait_for(shutdown.drain());
    ::kill(::getpid(), SIGTERM);
    wait_for(shutdown.hard_stop());
    ::kill(::getpid(), SIGTERM);
    for (;;) ::pause();  // as a call that no stop reaches
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGTERM);
}

TEST(Shutdown, GivesTheMaskBack) {
  {
    const Shutdown shutdown(1h);
    EXPECT_TRUE(is_blocked(SIGINT));
    EXPECT_TRUE(is_blocked(SIGTERM));
  }
  EXPECT_FALSE(is_blocked(SIGINT));
  EXPECT_FALSE(is_blocked(SIGTERM));
}

TEST(Shutdown, LeavesAloneWhatTheProgramWasToldToIgnore) {
  const auto before = std::signal(SIGINT, SIG_IGN);
  {
    const Shutdown shutdown(1h);
    EXPECT_FALSE(is_blocked(SIGINT));
    EXPECT_TRUE(is_blocked(SIGTERM));
  }
  std::signal(SIGINT, before);
}

TEST(Shutdown, GivesChildrenTheMaskFromBefore) {
  const Shutdown shutdown(1h);
  const pid_t child = ::fork();
  if (child == 0) ::_exit(is_blocked(SIGTERM) ? 1 : 0);
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace hb::pipeline

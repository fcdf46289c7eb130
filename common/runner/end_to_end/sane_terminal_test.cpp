// Watch mode leaves every terminal as it was, whatever ends or interrupts it,
// and asks of none what it cannot do.

#include <csignal>

#include "runner/end_to_end/afternoon.hpp"

namespace hb::runner {
namespace {

// What ends the session while an answer runs that does not end by itself.
class Ended : public Afternoon, public testing::WithParamInterface<int> {};

TEST_P(Ended, LeavesTheTerminalSaneAndNoChildBehind) {
  solve_first();
  save(second_, solution(second_), "closed_ = true;", kEndlessLoop);
  TerminalSession session(command(), environment());
  const termios before = session.settings();
  SEES(session, "07a: test KeepsTheValuesAlreadySent, 1 s");
  if (GetParam() == SIGINT) {
    session.type("\x03");  // Ctrl-C
  } else if (GetParam() == SIGHUP) {
    session.close();
  } else {
    session.signal(GetParam());
  }
  EXPECT_EQ(session.exit_code(), 128 + GetParam()) << session.seen();
  if (GetParam() != SIGHUP) {
    EXPECT_TRUE(same_settings(before, session.settings()));
  }
  EXPECT_TRUE(TerminalSession::left_nothing_behind());
}

INSTANTIATE_TEST_SUITE_P(By, Ended, testing::Values(SIGINT, SIGTERM, SIGHUP),
                         [](const auto& signal) {
                           return std::string("Signal") +
                                  sigabbrev_np(signal.param);
                         });

TEST_F(Afternoon, CanBeInterruptedByCtrlZ) {
  solve_first();
  save(second_, solution(second_), "closed_ = true;", kEndlessLoop);
  TerminalSession session({"sh", "-i"}, environment());
  SEES(session, "$ ");
  const termios before = session.settings();
  session.type("\"$runner\"\n");
  SEES(session, "07a: test KeepsTheValuesAlreadySent, 1 s");

  session.type("\x1a");  // Ctrl-Z
  SEES(session, "Stopped");
  SEES(session, "$ ");
  EXPECT_TRUE(same_settings(before, session.settings()));
  session.type("fg\n");
  SEES(session, "07a: building");
  SEES(session, "07a: test KeepsTheValuesAlreadySent");
  EXPECT_FALSE(same_settings(before, session.settings()));
  session.type("q");
  SEES(session, "$ ");
  EXPECT_TRUE(same_settings(before, session.settings()));
  session.type("exit\n");
  EXPECT_EQ(session.exit_code(), 0) << session.seen();
  EXPECT_TRUE(TerminalSession::left_nothing_behind());
}

TEST_F(Afternoon, FollowsTheWidthOfTheTerminal) {
  TerminalSession session(command(), environment());
  SEES(session, "try: ./workbook replay 00a");
  SEES(session, "x reset  q quit");
  session.resize(40);
  SEES(session, "00a   h hint  n next  l list  q quit");
  session.resize(100);
  SEES(session, "x reset  q quit");
  session.type("q");
  EXPECT_EQ(session.exit_code(), 0);
}

TEST_F(Afternoon, HasNoColoursIfNoneAreWanted) {
  auto plain = environment();
  plain.emplace_back("NO_COLOR=1");
  TerminalSession session(command(), plain);
  SEES(session, "try: ./workbook replay 00a");
  session.type("q");
  EXPECT_EQ(session.exit_code(), 0);
  EXPECT_EQ(session.raw().find("\x1b[3"), std::string::npos);
}

TEST_F(Afternoon, NeedsNothingOfADumbTerminal) {
  auto dumb = environment();
  dumb.emplace_back("TERM=dumb");
  TerminalSession session(command(), dumb);
  SEES(session, "00a: building\n");
  SEES(session, "try: ./workbook replay 00a");
  SEES(session, "q quit\n");
  session.type("q");
  EXPECT_EQ(session.exit_code(), 0);
  EXPECT_EQ(session.raw().find('\x1b'), std::string::npos);
}

TEST_F(Afternoon, IsOneVerdictWithoutATerminal) {
  const ProcessResult result = workbook_.workbook({});
  EXPECT_EQ(result.exit_code, 1) << result.output;
  EXPECT_TRUE(result.output.starts_with("00a first_thread  ")) << result.output;
  EXPECT_NE(result.output.find("\n  try: ./workbook replay 00a cw1:"),
            std::string::npos)
      << result.output;
  EXPECT_EQ(result.output.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace hb::runner

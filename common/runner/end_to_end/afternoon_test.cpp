// A learner's afternoon with `./workbook`, in a real terminal: keys, wrong
// answers, and answers that do not end.

#include "runner/end_to_end/afternoon.hpp"

namespace hb::runner {
namespace {

TEST_F(Afternoon, EndsWithEverythingAsItWas) {
  TerminalSession session(command(), environment());
  const termios before = session.settings();

  SEES(session, "00a first_thread  First thread: start it, join it");
  SEES(session, "0 of 2 solved");
  SEES(session, "00a: building");
  SEES(session, "q quit");
  EXPECT_FALSE(same_settings(before, session.settings()));
  SEES(session, "terminate: 00a first_thread, test ReturnsAfterBothHaveEnded");
  SEES(session, "try: ./workbook replay 00a");
  session.type("h");
  SEES(session, "Who waits for `first` to end?");
  session.type("h");
  SEES(session, "Your own run, test ReturnsAfterBothHaveEnded");

  save(first_, solution(first_), "  second();", "  static_cast<void>(second);");
  SEES(session, "00a: saved");
  SEES(session, "failure: 00a first_thread, test ReturnsAfterBothHaveEnded");
  save(first_, solution(first_));
  SEES(session, "accepted: 00a first_thread, 3 tests");
  SEES(session, "A std::thread that was started must be joined");
  SEES(session, "1 of 2 solved");

  session.type("n");
  SEES(session, "07a close  Close: end the stream");
  SEES(session, ": 07a close, test KeepsTheValuesAlreadySent");
  save(second_, solution(second_), "if (values_.empty()) return",
       "if (closed_) return");
  SEES(session, "failure: 07a close, test KeepsTheValuesAlreadySent");

  save(second_, solution(second_), "closed_ = true;", kDeadlock);
  SEES(session, "deadlock: 07a close, test KeepsTheValuesAlreadySent");

  // The next save ends an endless loop.
  const std::size_t from = session.seen().size();
  save(second_, solution(second_), "closed_ = true;", kEndlessLoop);
  SEES(session, "07a: saved");
  SEES(session, "07a: test KeepsTheValuesAlreadySent, 1 s");
  const std::set<pid_t> processes = running();
  ASSERT_GE(processes.size(), 1u);
  save(second_, solution(second_));
  SEES(session, "07a: saved");
  SEES(session, "07a: building");
  for (const pid_t process : processes) {
    EXPECT_FALSE(running().contains(process));
  }
  SEES(session, "accepted: 07a close, 7 tests");
  SEES(session, "2 of 2 solved");
  EXPECT_EQ(session.seen().find("livelock: ", from), std::string::npos);

  session.type("n");
  SEES(session, "All 2 exercises are solved.");
  session.type("l");
  SEES(session, "2 of 2 exercises solved");
  session.type("x");
  SEES(session, "reset 07a close? what you wrote is kept as a copy");
  session.type("n");
  SEES(session, "q quit");
  session.type("xy");
  SEES(session, "07a close is as it was given.");
  SEES(session, "What you wrote is kept in .workbook/attempts/07a/");
  SEES(session, ": 07a close, test KeepsTheValuesAlreadySent");

  session.type("q");
  EXPECT_EQ(session.exit_code(), 0) << session.seen();
  EXPECT_TRUE(same_settings(before, session.settings()));
  EXPECT_TRUE(TerminalSession::left_nothing_behind());
}

TEST_F(Afternoon, GoesOnWhenTheFileIsDeleted) {
  solve_first();
  TerminalSession session(command(), environment());
  SEES(session, "try: ./workbook");
  std::filesystem::remove(workbook_.root() / "exercises" / second_);
  SEES(session, "error: no file exercises/" + second_);
  SEES(session, "try: ./workbook reset 07a");
  session.type("xy");
  SEES(session, "07a close is as it was given.");
  SEES(session, "try: ./workbook replay 07a");
  session.type("q");
  EXPECT_EQ(session.exit_code(), 0) << session.seen();
}

}  // namespace
}  // namespace hb::runner

// Step mode, the report and `replay`, as a learner meets them: in a terminal of
// 80 x 24 and of 200 x 50, and without one.

#include <gtest/gtest.h>

#include "runner/end_to_end/afternoon.hpp"

namespace hb::runner {
namespace {

const std::string kBreak = "06_deadlock_and_lock_order/d_break_it";
const std::string kBreaks = "exercises/" + kBreak + "/breaks.txt";

// WHY one workbook for all tests: what one has built, the others need not.
class StepMode : public testing::Test {
 protected:
  static void SetUpTestSuite() { starter(); }
  void SetUp() override { write_file(workbook().root() / kBreaks, starter()); }
  static const TemporaryWorkbook& workbook() {
    static const TemporaryWorkbook shared({kBreak, kSecond});
    return shared;
  }
  static const std::string& starter() {
    static const std::string text = read_file(workbook().root() / kBreaks);
    return text;
  }

  std::vector<std::string> command(std::vector<std::string> words) const {
    words.insert(words.begin(), TemporaryWorkbook::runner().string());
    return words;
  }
  std::vector<std::string> environment() const {
    return {"WORKBOOK_ROOT=" + workbook().root().string()};
  }
  std::string breaks() const { return read_file(workbook().root() / kBreaks); }
  // Step mode without a terminal.
  ProcessResult plainly(const std::string& words,
                        const std::string& commands) const {
    return workbook().shell("printf '" + commands + "' | \"$runner\" step " +
                            words);
  }
  // Makes the learner's file a wrong one: a deadlock.
  void spoil_channel() const {
    std::string text =
        read_file(workbook().root() / "solutions" / kSecond / "channel.hpp");
    const auto at = text.find("notify_all");
    text.replace(at, std::string("notify_all").size(), "notify_one");
    write_file(workbook().root() / "exercises" / kSecond / "channel.hpp", text);
  }
};

class StepModeAt : public StepMode,
                   public testing::WithParamInterface<TerminalSession::Size> {
 protected:
  static void expect_fits(const TerminalSession& session) {
    const auto screen = session.screen();
    EXPECT_LE(screen.size(), GetParam().rows) << session.seen();
    for (const std::string& line : screen) {
      EXPECT_LE(line.size(), GetParam().columns) << line;
    }
  }
};

#define SHOWS(session, text)                                                   \
  do {                                                                         \
    ASSERT_TRUE((session).expect(text)) << (text) << "\n" << (session).seen(); \
    ASSERT_TRUE((session).expect("quit")) << (session).seen();                 \
    expect_fits(session);                                                      \
  } while (false)

TEST_P(StepModeAt, WinsALevelByKeys) {
  auto plain = environment();
  plain.emplace_back("NO_COLOR=1");
  TerminalSession session(command({"step", "06d"}), plain, GetParam());
  const termios before = session.settings();
  SHOWS(session, "level 1 of 6: TransfersBothWaysComeToAnEnd");
  session.type("0");
  SHOWS(session, "start there");
  session.type("0");
  SHOWS(session, "2 steps so far");
  session.type("1");
  SHOWS(session, "3 steps so far");
  session.type("u");
  SHOWS(session, "2 steps so far");
  session.type("1");
  SHOWS(session, "3 steps so far");
  session.type("9");
  SHOWS(session, "there is no thread 9");
  session.type("2");
  SHOWS(session, "won: a deadlock in 4 steps");
  session.type("c");
  ASSERT_TRUE(session.expect("the shortest: a deadlock in 4 steps"));
  ASSERT_TRUE(session.expect("any key"));
  expect_fits(session);
  session.type(" ");
  ASSERT_TRUE(session.expect("level 1 of 6"));
  session.type("?");
  ASSERT_TRUE(session.expect("You are the scheduler"));
  ASSERT_TRUE(session.expect("any key"));
  expect_fits(session);
  session.type(" n");
  SHOWS(session, "level 2 of 6: TheAuditorSeesAllTheMoney");
  session.type("s");
  SHOWS(session, "that is told once the level is won");
  session.type("y");
  SHOWS(session, "It is not safe");
  session.type("q");
  EXPECT_EQ(session.exit_code(), 0) << session.seen();
  EXPECT_TRUE(same_settings(before, session.settings()));
  EXPECT_TRUE(TerminalSession::left_nothing_behind());
  EXPECT_EQ(session.raw().find("\x1b[3"), std::string::npos);
  EXPECT_NE(breaks().find("TransfersBothWaysComeToAnEnd      main main there "
                          "back\n"),
            std::string::npos)
      << breaks();
}

TEST_P(StepModeAt, OffersOldValues) {
  TerminalSession session(command({"step", "06d", "ReaderSees"}), environment(),
                          GetParam());
  SHOWS(session, "TheReaderSeesTheWholeLetter");
  for (const char* key : {"0", "0", "1"}) session.type(key);
  SHOWS(session, "3 steps so far");
  session.type("2");
  ASSERT_TRUE(session.expect("reader, load is_written: which?"));
  ASSERT_TRUE(session.expect("b  reads 0: step 3 has changed it, but nothing"));
  ASSERT_TRUE(session.expect("any other key: back"));
  expect_fits(session);
  session.type("b");
  SHOWS(session, "4 steps so far");
  session.type("u");
  SHOWS(session, "3 steps so far");
  session.type("2a");
  SHOWS(session, "won: a data race in 4 steps");
  session.type("v");
  ASSERT_TRUE(session.expect("race: 06d break_it, test"));
  ASSERT_TRUE(session.expect("any key"));
  expect_fits(session);
  session.type("q");  // back
  session.type("q");
  EXPECT_EQ(session.exit_code(), 0) << session.seen();
}

TEST_P(StepModeAt, ShowsAReport) {
  spoil_channel();
  auto plain = environment();
  plain.emplace_back("NO_COLOR=1");
  TerminalSession session(command({"check", "07a", "--link", "checker"}), plain,
                          GetParam());
  ASSERT_TRUE(
      session.expect("deadlock: 07a close, test "
                     "WakesEveryWaitingReceiver"))
      << session.seen();
  ASSERT_TRUE(session.expect("try: ./workbook replay 07a cw1:"))
      << session.seen();
  EXPECT_EQ(session.exit_code(), 1);
  std::istringstream lines(session.seen());
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), GetParam().columns) << line;
  }
}

INSTANTIATE_TEST_SUITE_P(Size, StepModeAt,
                         testing::Values(TerminalSession::Size{24, 80},
                                         TerminalSession::Size{50, 200}),
                         [](const auto& size) {
                           return "Of" + std::to_string(size.param.columns) +
                                  "x" + std::to_string(size.param.rows);
                         });

TEST_F(StepMode, FollowsTheSizeAndSurvivesCtrlZ) {
  TerminalSession session({"sh", "-i"},
                          {"WORKBOOK_ROOT=" + workbook().root().string(),
                           "runner=" + TemporaryWorkbook::runner().string()});
  SEES(session, "$ ");
  session.type("\"$runner\" step 06d\n");
  SEES(session, "level 1 of 6");
  session.resize(60);
  session.type("0");
  SEES(session, "1 step so far");
  SEES(session, "q quit");
  for (const std::string& line : session.screen()) {
    EXPECT_LE(line.size(), 60u) << line;
  }
  session.type("\x1a");  // Ctrl-Z
  SEES(session, "Stopped");
  session.type("fg\n");
  SEES(session, "1 step so far");
  session.type("q");
  SEES(session, "try: ./workbook replay 06d cw1:");
  session.type("exit\n");
  EXPECT_EQ(session.exit_code(), 0) << session.seen();
}

TEST_F(StepMode, EndsWithCtrlC) {
  TerminalSession session(command({"step", "06d"}), environment());
  const termios before = session.settings();
  SEES(session, "level 1 of 6");
  session.type("\x03");
  EXPECT_EQ(session.exit_code(), 130) << session.seen();
  EXPECT_TRUE(same_settings(before, session.settings()));
  EXPECT_TRUE(TerminalSession::left_nothing_behind());
}

TEST_F(StepMode, TakesPlainCommandsWithoutATerminal) {
  const ProcessResult result = plainly(
      "06d Auditor",
      "main\\nmain\\nclerk\\nclerk\\nauditor a\\nauditor\\nauditor\\nauditor\\n"
      "code\\nreport\\nundo 9\\nnonsense\\nhelp\\ncompare\\n");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  for (const char* text :
       {"won: a failure in 8 steps", "\ncw1:", "failure: 06d break_it, test",
        "there is no thread \"nonsense\"", "THREAD [CHOICE]",
        "the shortest: a failure in 8 steps"}) {
    EXPECT_NE(result.output.find(text), std::string::npos) << text;
  }
  EXPECT_EQ(result.output.find('\x1b'), std::string::npos);
  EXPECT_NE(breaks().find("clerk clerk auditor auditor auditor auditor"),
            std::string::npos);
}

// Stored anew by: printf 'main\nmain\nwriter\n' | ./workbook step 06d Reader
TEST_F(StepMode, PrintsWhatItsPageShows) {
  const std::string shown = read_file("book/runs/step_an_old_value.txt");
  const ProcessResult result = plainly("06d Reader", "main\\nmain\\nwriter\\n");
  EXPECT_NE(result.output.find(shown), std::string::npos) << result.output;
}

TEST_F(StepMode, StepsThroughAnswers) {
  spoil_channel();
  // The test that goes wrong, without being told which.
  const ProcessResult yours = plainly("07a", "shortest\\n");
  EXPECT_NE(yours.output.find("WakesEveryWaitingReceiver"), std::string::npos)
      << yours.output;
  EXPECT_NE(yours.output.find("the shortest: a deadlock"), std::string::npos)
      << yours.output;
  const ProcessResult solution =
      plainly("07a --solution WakesEveryWaitingReceiver", "shortest\\n");
  EXPECT_NE(solution.output.find("nothing breaks it"), std::string::npos)
      << solution.output;
}

TEST_F(StepMode, SaysWhatIsWrongWithTheCall) {
  const ProcessResult no_test = plainly("06d Money2", "");
  EXPECT_EQ(no_test.exit_code, 2) << no_test.output;
  EXPECT_NE(no_test.output.find("no test \"Money2\""), std::string::npos);
  const ProcessResult two = plainly("06d Transfers", "");
  EXPECT_EQ(two.exit_code, 2) << two.output;
  EXPECT_NE(two.output.find("several tests have \"Transfers\""),
            std::string::npos);
}

TEST_F(StepMode, ReplaysACodeUntilTheAnswerChanges) {
  spoil_channel();
  const ProcessResult check =
      workbook().workbook({"check", "07a", "--link", "checker"});
  const auto at = check.output.find("cw1:");
  ASSERT_NE(at, std::string::npos) << check.output;
  const std::string code =
      check.output.substr(at, check.output.find('\n', at) - at);

  const ProcessResult shown = workbook().workbook({"replay", "07a", code});
  EXPECT_EQ(shown.exit_code, 1) << shown.output;
  EXPECT_NE(shown.output.find("deadlock: 07a close"), std::string::npos)
      << shown.output;
  // A rebuild does not matter: lines move, the answer stays.
  const std::string file = "exercises/" + kSecond + "/channel.hpp";
  const std::string text = read_file(workbook().root() / file);
  write_file(workbook().root() / file, "// one line more\n" + text);
  EXPECT_EQ(workbook().workbook({"replay", "07a", code}).exit_code, 1);
  // Another body does.
  workbook().edit(file, "closed_ = true;",
                  "closed_ = true; changed_.notify_one();");
  const ProcessResult gone = workbook().workbook({"replay", "07a", code});
  EXPECT_EQ(gone.exit_code, 2) << gone.output;
  EXPECT_NE(gone.output.find("has changed since"), std::string::npos)
      << gone.output;
  const ProcessResult damaged = workbook().workbook({"replay", "07a", "cw1:0"});
  EXPECT_EQ(damaged.exit_code, 2);
  EXPECT_NE(damaged.output.find("damaged"), std::string::npos)
      << damaged.output;
}

TEST_F(StepMode, ChecksWhatWasWon) {
  const ProcessResult first = workbook().workbook({"check", "06d"});
  EXPECT_EQ(first.exit_code, 1) << first.output;
  EXPECT_NE(first.output.find("Not yet: break it in at most 6 steps"),
            std::string::npos)
      << first.output;
  write_file(
      workbook().root() / kBreaks,
      read_file(workbook().root() / "solutions" / kBreak / "breaks.txt"));
  const ProcessResult solved = workbook().workbook({"check", "06d"});
  EXPECT_EQ(solved.exit_code, 0) << solved.output;
  EXPECT_NE(solved.output.find("accepted: 06d break_it, 6 levels"),
            std::string::npos)
      << solved.output;
  // The code of a report is an answer, too.
  const ProcessResult stepped =
      plainly("06d Philosophers", "main\\nmain\\nmain\\n1\\n2\\n3\\ncode\\n");
  const auto at = stepped.output.rfind("cw1:");
  ASSERT_NE(at, std::string::npos);
  workbook().edit(kBreaks, "main main main plato kant hume",
                  stepped.output.substr(at, stepped.output.size() - at - 1));
  EXPECT_EQ(workbook().workbook({"check", "06d"}).exit_code, 0);
}

}  // namespace
}  // namespace hb::runner

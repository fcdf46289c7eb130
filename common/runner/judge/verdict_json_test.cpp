#include "runner/judge/verdict_json.hpp"

#include <gtest/gtest.h>

#include "runner/judge/verdict_text.hpp"

namespace hb::runner {
namespace {

const Workspace kWorkspace{"/book", "/book/exercises", "/book/solutions",
                           "/book/build/dev", "/book/.workbook"};

Verdict a_race() {
  Verdict verdict;
  verdict.kind = Kind::race;
  verdict.number = "07a";
  verdict.name = "close";
  verdict.id = "channels.close";
  verdict.test = "WakesEveryWaitingReceiver";
  verdict.steps = {{"main", "/book/exercises/a.hpp", 44, "writes", "x = 1;"},
                   {"T1", "/usr/include/other.hpp", 35, "reads", "x"},
                   {"T2", "", 0, "", ""}};
  verdict.notes = {"a note", "another"};
  verdict.output = "printed \xff\n";
  verdict.run = 3;
  verdict.runs = 12;
  verdict.tests = 5;
  verdict.failed_tests = 1;
  verdict.seconds = 1.5;
  return verdict;
}

TEST(VerdictJson, ReadsWhatItWrites) {
  const Verdict verdict = a_race();
  const auto read =
      read_verdict_json(verdict_json(verdict, kWorkspace), kWorkspace);
  ASSERT_TRUE(read);
  Verdict expected = verdict;
  expected.output = "printed \xef\xbf\xbd\n";  // not UTF-8, so not JSON
  for (const Style& style : {Style{}, Style{true, true}}) {
    EXPECT_EQ(verdict_text(*read, kWorkspace, style),
              verdict_text(expected, kWorkspace, style));
  }
  EXPECT_EQ(verdict_json(*read, kWorkspace),
            verdict_json(expected, kWorkspace));
}

TEST(VerdictJson, IsOneLine) {
  EXPECT_EQ(verdict_json(a_race(), kWorkspace).find('\n'), std::string::npos);
}

TEST(VerdictJson, ReadsNothingElse) {
  for (const char* line :
       {"", "error: no exercise", "[]", "{}", R"({"event":"started"})",
        R"({"event":"verdict","kind":"unheard_of"})"}) {
    EXPECT_FALSE(read_verdict_json(line, kWorkspace)) << line;
  }
}

}  // namespace
}  // namespace hb::runner

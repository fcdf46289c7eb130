#include "runner/judge/predict.hpp"

#include <gtest/gtest.h>

#include "runner/judge/prediction.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

// Store buffering with seq_cst: three outcomes, and one that is none.
Exercise exercise() {
  Exercise exercise;
  exercise.number = "12a";
  exercise.name = "predict";
  exercise.folder = "12_atomic_ordering/a_predict";
  exercise.never = {{"Sb", "r1=0 r2=0", "one of the stores is first"}};
  return exercise;
}

std::vector<PredictProgram> programs() {
  return {{"Sb",
           3,
           {{"r1=0 r2=1", 1, "cw1:a"},
            {"r1=1 r2=0", 1, "cw1:b"},
            {"r1=1 r2=1", 1, "cw1:c"}}}};
}

WitnessText show(const PredictProgram&, const SeenOutcome& outcome) {
  return {"first: " + outcome.replay, "  step | table of " + outcome.replay,
          "x86 hardware does this too"};
}

Grade grade(const std::string& text) {
  return grade_prediction(exercise(), "outcomes.txt", text, programs(), &show);
}

constexpr const char* kAllRight =
    "# a comment\n"
    "program Sb  # another\n"
    "never   r1=0 r2=0\n"
    "allowed r1=0 r2=1\n"
    "allowed r1=1   r2=0\n"
    "allowed r1=1 r2=1\n";

std::string with(const std::string& from, const std::string& to) {
  std::string text = kAllRight;
  return text.replace(text.find(from), from.size(), to);
}

void expect_says(const Grade& grade, const std::string& words) {
  EXPECT_FALSE(grade.right);
  EXPECT_NE(grade.text.find(words), std::string::npos) << grade.text;
}

TEST(Predict, AcceptsTheTruthWithAWitnessOrAReasonForEach) {
  const Grade right = grade(kAllRight);
  EXPECT_TRUE(right.right) << right.text;
  EXPECT_EQ(right.text,
            "accepted: 12a predict, 1 programs, 4 outcomes, all 3 executions\n"
            "\n"
            "  Sb\n"
            "    never    r1=0 r2=0\n"
            "               one of the stores is first\n"
            "    allowed  r1=0 r2=1   1 of 3 executions, cw1:a\n"
            "               first: cw1:a\n"
            "    allowed  r1=1 r2=0   1 of 3 executions, cw1:b\n"
            "               first: cw1:b\n"
            "    allowed  r1=1 r2=1   1 of 3 executions, cw1:c\n"
            "               first: cw1:c\n");
}

TEST(Predict, ShowsAnExecutionOfWhatWasCalledNever) {
  const Grade wrong = grade(with("allowed r1=0 r2=1", "never r1=0 r2=1"));
  EXPECT_EQ(wrong.program, "Sb");
  EXPECT_EQ(wrong.line, 4);
  EXPECT_EQ(
      wrong.text,
      "outcome: 12a predict, test Sb, 3 of 4 outcomes judged right\n"
      "\n"
      "  outcomes.txt:4  never r1=0 r2=1: 1 of 3 executions of Sb has it.\n"
      "\n"
      "  step | table of cw1:a\n"
      "  machine: x86 hardware does this too\n"
      "  again:   ./workbook replay 12a cw1:a\n");
}

TEST(Predict, SaysWhyNoExecutionHasWhatWasCalledAllowed) {
  expect_says(grade(with("never   r1=0 r2=0", "allowed r1=0 r2=0")),
              "outcomes.txt:3  allowed r1=0 r2=0: no execution of Sb has it. "
              "Why: one of");
}

TEST(Predict, AsksForWhatIsNotAnswered) {
  const Grade wrong = grade(with("allowed r1=0 r2=1", "? r1=0 r2=1"));
  EXPECT_EQ(wrong.program, "Sb");
  expect_says(wrong, "outcomes.txt:4  ? r1=0 r2=1 is still to be answered");
}

TEST(Predict, AsksForALineThatIsGone) {
  const Grade wrong = grade(with("allowed r1=0 r2=1\n", ""));
  EXPECT_EQ(wrong.program, "Sb");
  expect_says(wrong, "program Sb has no line for r1=0 r2=1");
}

TEST(Predict, RefusesWhatIsNoOutcome) {
  expect_says(grade(with("r1=0 r2=1", "r1=0 r2=2")),
              "r1=0 r2=2 is no outcome to be judged; Sb has r1=0 r2=0,");
  expect_says(grade(std::string(kAllRight) + "allowed r1=1 r2=1\n"),
              "r1=1 r2=1 stands twice in Sb");
  expect_says(grade(std::string(kAllRight) + "program Xy\nallowed r1=1 r2=1\n"),
              "there is no program Xy");
}

TEST(Predict, RefusesGarbageAtItsLine) {
  const Grade wrong = grade(with("allowed r1=0 r2=1", "maybe r1=0 r2=1"));
  EXPECT_EQ(wrong.line, 4);
  expect_says(wrong, "expected allowed, never or program first");
  expect_says(grade("allowed r1=0 r2=0\n" + std::string(kAllRight)),
              "stands in no program");
  expect_says(grade(with("r1=0 r2=1", "both")), "expected values such as");
  expect_says(grade(with("program Sb", "program")), "one name");
  expect_says(grade("\x01\x02\xff"), "expected allowed");
  expect_says(grade(""), "no line for");
}

TEST(Predict, RefusesAWorkbookThatTheCheckerContradicts) {
  Exercise wrong = exercise();
  wrong.never.push_back({"Sb", "r1=1 r2=1", "a mistake"});
  EXPECT_THROW(
      grade_prediction(wrong, "outcomes.txt", kAllRight, programs(), &show),
      UserError);
}

TEST(Predict, ReadsTheOutcomesOfAVerdict) {
  const auto program =
      read_program(R"({"event":"verdict","test":"Predict.Sb","executions":3,)"
                   R"("names":["r1","r2"],"outcomes":[)"
                   R"({"values":[0,1],"executions":2,"replay":"cw1:x"}]})");
  ASSERT_TRUE(program);
  EXPECT_EQ(program->name, "Sb");
  EXPECT_EQ(program->executions, 3);
  EXPECT_EQ(program->seen.front().outcome, "r1=0 r2=1");
  EXPECT_EQ(program->seen.front().executions, 2);
  EXPECT_EQ(program->seen.front().replay, "cw1:x");
  EXPECT_FALSE(read_program(R"({"event":"verdict","test":"A.B"})"));
  EXPECT_FALSE(read_program("garbage"));
}

TEST(Predict, ReadsAnExecutionFromItsVerdict) {
  const WitnessText witness = read_witness(
      R"({"steps":[{"thread":"first","what":"store x = 1"},)"
      R"({"thread":"first","what":"load y -> 0","stale":true},)"
      R"({"thread":"second","what":"load x -> 1"}],)"
      R"("machine":"m","text":"head\n\n  step | a\n  -----+-\n     1 | b\n\n)"
      R"(  try"})");
  EXPECT_EQ(witness.story,
            "first: store x = 1, load y -> 0 (old)\nsecond: load x -> 1");
  EXPECT_EQ(witness.table, "  step | a\n  -----+-\n     1 | b\n");
  EXPECT_EQ(witness.machine, "m");
}

}  // namespace
}  // namespace hb::runner

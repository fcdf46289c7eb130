#include "runner/catalog/answers.hpp"

#include <gtest/gtest.h>

#include "runner/catalog/temporary_exercise.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

constexpr const char* kThree = R"(unsolved = "failure in A"
[[wrong]]
name = "one"
expect = "race in A"
thought = "t"
edits = [{ replace = "solved", with = "wrong" }]
[[wrong]]
name = "two"
expect = "failure in A"
thought = "t"
edits = [{ replace = "solved", with = "bad" }]
[[wrong]]
name = "three"
expect = "build"
thought = "t"
edits = [{ replace = "solved", with = "" }]
)";
constexpr const char* kRight = R"([[right]]
name = "other"
thought = "t"
edits = [{ replace = "solved", with = "fine" }]
)";

UserError error_of(const std::string& text) {
  const TemporaryExercise temporary;
  temporary.write("solutions", "answers.toml", text);
  try {
    read_answers(temporary.workspace(), temporary.exercise());
  } catch (const UserError& error) {
    return error;
  }
  ADD_FAILURE() << "no error for " << text;
  return {0, {}};
}

TEST(Answers, AreTheSolutionWithTheirEdits) {
  const TemporaryExercise temporary;
  temporary.write("solutions", "answers.toml", std::string(kThree) + kRight);
  const Answers answers =
      read_answers(temporary.workspace(), temporary.exercise());
  EXPECT_EQ(answers.unsolved.text(), "failure in A");
  ASSERT_EQ(answers.answers.size(), 4u);
  EXPECT_EQ(answers.answers[0].files.at("answer.hpp"), "// wrong\n");
  EXPECT_EQ(answers.answers[0].expect.text(), "race in A");
  EXPECT_TRUE(answers.answers[3].right);
}

TEST(Answers, RefuseAnEditThatMatchesTwice) {
  std::string text = std::string(kThree) + kRight;
  text.replace(text.find("\"solved\""), 8, "\"/\"");
  const UserError error = error_of(text);
  EXPECT_EQ(error.text.what, "an edit matches 2 times");
  EXPECT_NE(error.text.where.find("answers.toml:6:"), std::string::npos)
      << error.text.where;
}

TEST(Answers, RefuseAnEditThatMatchesNowhere) {
  std::string text = std::string(kThree) + kRight;
  text.replace(text.find("\"solved\""), 8, "\"absent\"");
  EXPECT_EQ(error_of(text).text.what, "an edit matches 0 times");
}

TEST(Answers, RefuseAnUnknownKey) {
  EXPECT_EQ(
      error_of(std::string(kThree) + kRight + "colour = \"red\"\n").text.what,
      "unknown key \"colour\"");
}

TEST(Answers, RefuseAVerdictThatIsNone) {
  std::string text = std::string(kThree) + kRight;
  text.replace(text.find("race in A"), 9, "slow in A");
  EXPECT_EQ(error_of(text).text.what, "\"slow in A\" is not a verdict");
}

TEST(Answers, NeedThreeWrongAndOneRight) {
  EXPECT_EQ(error_of(kThree).text.what, "too few answers");
}

TEST(Answers, NeedNamesOfTheirOwn) {
  std::string text = std::string(kThree) + kRight;
  text.replace(text.find("\"two\""), 5, "\"one\"");
  EXPECT_EQ(error_of(text).text.what, "two answers are named \"one\"");
}

TEST(Answers, OfAPredictionNeedNoOtherRightOne) {
  const TemporaryExercise temporary;
  std::string text = TemporaryExercise::kToml;
  text.replace(text.find("\"code\""), 6, "\"predict\"");
  temporary.write("exercises", "exercise.toml", text);
  temporary.write("solutions", "answers.toml", kThree);
  EXPECT_EQ(
      read_answers(temporary.workspace(), temporary.exercise()).answers.size(),
      3u);
}

}  // namespace
}  // namespace hb::runner

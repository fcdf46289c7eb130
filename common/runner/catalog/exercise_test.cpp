#include "runner/catalog/exercise.hpp"

#include <gtest/gtest.h>

#include "runner/catalog/temporary_exercise.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

// The error for the standard exercise.toml with `from` replaced by `to`.
UserError error_with(const std::string& from, const std::string& to) {
  const TemporaryExercise temporary;
  std::string text = TemporaryExercise::kToml;
  text.replace(text.find(from), from.size(), to);
  temporary.write("exercises", "exercise.toml", text);
  try {
    temporary.exercise();
  } catch (const UserError& error) {
    EXPECT_EQ(error.code, exit_code::kBroken);
    return error;
  }
  ADD_FAILURE() << "no error with " << to;
  return {0, {}};
}

TEST(Exercise, HasItsNumberAndNameFromTheFolders) {
  const TemporaryExercise temporary;
  const Exercise exercise = temporary.exercise();
  EXPECT_EQ(exercise.label(), "07a close");
  EXPECT_EQ(exercise.id, "channels.close");
  EXPECT_EQ(exercise.why, "Because.");
  EXPECT_EQ(exercise.hints.size(), 3u);
  EXPECT_EQ(exercise.forbidden.front().words.front(), "yield");
}

TEST(Exercise, RefusesAnUnknownKeyAtItsPlace) {
  const UserError error = error_with("kind = ", "knid = 1\nkind = ");
  EXPECT_EQ(error.text.what, "unknown key \"knid\"");
  EXPECT_EQ(error.text.where,
            "exercises/07_channels/a_close/exercise.toml:5:1");
}

TEST(Exercise, RefusesAMissingKey) {
  EXPECT_EQ(error_with("title = \"Close: end the stream\"\n", "").text.what,
            "no key \"title\"");
}

TEST(Exercise, RefusesAFractionWhereANumberBelongs) {
  const UserError error = error_with("minutes = 20", "minutes = 20.5");
  EXPECT_EQ(error.text.what, "a key has the wrong type");
  EXPECT_NE(error.text.expected.find("found a floating-point, expected a whole "
                                     "number"),
            std::string::npos)
      << error.text.expected;
}

TEST(Exercise, NeedsExactlyThreeHints) {
  EXPECT_EQ(error_with("[[hint]]\ntext = \"The idea.\"\n", "").text.what,
            "found 2 hints, expected 3");
}

TEST(Exercise, RefusesAnUnknownKind) {
  EXPECT_EQ(error_with("\"code\"", "\"quiz\"").text.what,
            "unknown kind \"quiz\"");
}

TEST(Exercise, RefusesAFileOutsideItsFolder) {
  EXPECT_EQ(error_with("\"answer.hpp\"", "\"../answer.hpp\"").text.what,
            "\"../answer.hpp\" is not a file of this folder");
}

TEST(Exercise, NamesThePlaceWhereTomlDoesNotParse) {
  const UserError error = error_with("minutes = 20", "minutes = = 20");
  EXPECT_EQ(error.text.what, "exercise.toml does not parse");
  EXPECT_NE(error.text.where.find("exercise.toml:3:"), std::string::npos);
}

TEST(Exercise, SaysOfAPredictionWhatNeverComesOut) {
  const TemporaryExercise temporary;
  std::string text = TemporaryExercise::kToml;
  const std::string never =
      "[[never]]\nprogram = \"Sb\"\noutcome = \"r1=0 r2=0\"\n"
      "reason = \"\"\"\none store\nis first\"\"\"\n";
  temporary.write("exercises", "exercise.toml", text + never);
  EXPECT_THROW(temporary.exercise(), UserError);  // code has no such key

  text.replace(text.find("\"code\""), 6, "\"predict\"");
  temporary.write("exercises", "exercise.toml", text + never);
  const Exercise exercise = temporary.exercise();
  ASSERT_EQ(exercise.never.size(), 1u);
  EXPECT_EQ(exercise.never.front().program, "Sb");
  EXPECT_EQ(exercise.never.front().outcome, "r1=0 r2=0");
  EXPECT_EQ(exercise.never.front().reason, "one store is first");
}

}  // namespace
}  // namespace hb::runner

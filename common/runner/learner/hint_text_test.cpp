#include "runner/learner/hint_text.hpp"

#include <gtest/gtest.h>

#include "runner/catalog/temporary_exercise.hpp"

namespace hb::runner {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(HintText, ShowsOneHintAtFirst) {
  const TemporaryExercise temporary;
  const std::string text = hint_text(temporary.exercise(), 1, Style{});
  EXPECT_TRUE(contains(text, "07a close, hint 1 of 3\n  1  A question.\n"));
  EXPECT_FALSE(contains(text, "The place."));
  EXPECT_FALSE(contains(text, "solution"));
}

TEST(HintText, RepeatsThoseThatWereShown) {
  const TemporaryExercise temporary;
  const std::string text = hint_text(temporary.exercise(), 2, Style{});
  EXPECT_TRUE(contains(text, "  1  A question.\n  2  The place.\n"));
}

TEST(HintText, OffersTheSolutionAfterTheLast) {
  const TemporaryExercise temporary;
  EXPECT_TRUE(contains(hint_text(temporary.exercise(), 3, Style{}),
                       "try: ./workbook solution 07a --give-up\n"));
}

}  // namespace
}  // namespace hb::runner

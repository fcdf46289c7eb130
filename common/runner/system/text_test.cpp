#include "runner/system/text.hpp"

#include <gtest/gtest.h>

namespace hb::runner {
namespace {

TEST(Text, IsTrimmedAtBothEnds) {
  EXPECT_EQ(trimmed(" \n a b\t\n"), "a b");
  EXPECT_EQ(trimmed(" \n"), "");
}

TEST(Text, CountsOverlappingOccurrences) {
  EXPECT_EQ(count_of("aaa", "aa"), 2u);
  EXPECT_EQ(count_of("aaa", ""), 0u);
}

TEST(Text, IsWrappedAtBlanks) {
  EXPECT_EQ(wrapped("one two three", 7), "one two\nthree");
  EXPECT_EQ(wrapped("one two\nthree", 7), "one two\nthree");
}

TEST(Text, BreaksNoWord) {
  EXPECT_EQ(wrapped("unbreakable word", 4), "unbreakable\nword");
}

TEST(Text, EndsItsFirstLineAtTheBreak) {
  EXPECT_EQ(first_line("a\nb"), "a");
  EXPECT_EQ(first_line("a"), "a");
}

}  // namespace
}  // namespace hb::runner

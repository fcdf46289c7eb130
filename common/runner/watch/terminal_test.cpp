#include "runner/watch/terminal.hpp"

#include <gtest/gtest.h>

#include "runner/watch/bottom_line.hpp"

namespace hb::runner {
namespace {

TEST(KeyReader, GivesLettersAndControlCharacters) {
  KeyReader reader;
  EXPECT_EQ(reader.keys("hq\x04"), "hq\x04");
}

TEST(KeyReader, LeavesOutArrowsAndFunctionKeys) {
  KeyReader reader;
  EXPECT_EQ(reader.keys("a\x1b[A\x1b[1;5Db\x1bOPc\x1b[15~d"), "abcd");
}

TEST(KeyReader, LeavesOutASequenceThatComesInPieces) {
  KeyReader reader;
  EXPECT_EQ(reader.keys("\x1b"), "");
  EXPECT_EQ(reader.keys("["), "");
  EXPECT_EQ(reader.keys("1;5"), "");
  EXPECT_EQ(reader.keys("Dq"), "q");
}

TEST(KeyReader, LeavesOutAltAndLettersOfOtherAlphabets) {
  KeyReader reader;
  EXPECT_EQ(reader.keys("\x1bxq\xc3\xa9n"), "qn");
}

TEST(KeysText, ShowsAllKeysWhereTheyFit) {
  EXPECT_EQ(
      keys_text("07a", 79),
      "07a   h hint  n next  l list  r run lesson  b bench  s step  x reset  "
      "q quit");
}

TEST(KeysText, KeepsQuitTheLongest) {
  EXPECT_EQ(keys_text("07a", 38), "07a   h hint  n next  l list  q quit");
  EXPECT_EQ(keys_text("07a: building", 24), "07a: building   q quit");
  EXPECT_EQ(keys_text("07a: building", 20), "07a: building");
  EXPECT_EQ(keys_text("07a: building", 5), "07a: ");
}

}  // namespace
}  // namespace hb::runner

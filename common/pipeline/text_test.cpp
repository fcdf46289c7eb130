#include "pipeline/text.hpp"

#include <gtest/gtest.h>

namespace hb::pipeline {
namespace {

TEST(Text, ANameThatWouldMoveTheCursorIsPrintedHarmless) {
  EXPECT_EQ(printable("a\x1b[2Jb\nc\td\\"), "a\\x1b[2Jb\\nc\\td\\\\");
  EXPECT_EQ(printable("\x7f"), "\\x7f");
}

TEST(Text, Utf8StaysAndWhatIsNoneIsShownAsBytes) {
  EXPECT_EQ(printable("Z\xc3\xbcrich \xe2\x82\xac"),
            "Z\xc3\xbcrich \xe2\x82\xac");
  EXPECT_EQ(printable("\xff\xc3"), "\\xff\\xc3");
  EXPECT_EQ(printable("\xc0\x8a"), "\\xc0\\x8a");  // a line end in disguise
  EXPECT_EQ(printable("\xc2\x9b"), "\\xc2\\x9b");  // a terminal's command
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // half a character
}

TEST(Text, SizesAreInPowersOfTen) {
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(1000), "1.0 KB");
  EXPECT_EQ(bytes_text(999'999), "1.0 MB");
  EXPECT_EQ(bytes_text(402'345'678), "402.3 MB");
}

TEST(Text, LargeNumbersAreGrouped) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1234), "1,234");
  EXPECT_EQ(grouped(12'345'678), "12,345,678");
}

TEST(Counted, HasASingularAndAPlural) {
  EXPECT_EQ(counted(0, "file"), "0 files");
  EXPECT_EQ(counted(1, "file"), "1 file");
  EXPECT_EQ(counted(2000, "file"), "2,000 files");
}

}  // namespace
}  // namespace hb::pipeline

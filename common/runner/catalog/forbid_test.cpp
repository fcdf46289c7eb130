#include "runner/catalog/forbid.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hb::runner {
namespace {

const std::vector<Forbidden> kNoSleep = {{{"sleep_for", "yield"}, "No time."}};

TEST(Forbid, FindsAWordAndItsLine) {
  const auto use =
      find_forbidden("int a;\nstd::this_thread::yield();\n", kNoSleep);
  ASSERT_TRUE(use);
  EXPECT_EQ(use->word, "yield");
  EXPECT_EQ(use->line, 2);
  EXPECT_EQ(use->reason, "No time.");
}

TEST(Forbid, ReadsNoComment) {
  EXPECT_FALSE(
      find_forbidden("// yield\n/* yield\n yield */ int a;", kNoSleep));
}

TEST(Forbid, ReadsNoString) {
  EXPECT_FALSE(
      find_forbidden(R"(auto a = "yield \" yield"; char c = 'y';)", kNoSleep));
}

TEST(Forbid, ReadsNoRawString) {
  // One quote inside: read as a plain string, it would end in the wrong place.
  EXPECT_FALSE(
      find_forbidden("auto a = R\"x(\" yield )\" yield)x\";", kNoSleep));
}

TEST(Forbid, SeesBehindARawString) {
  EXPECT_TRUE(find_forbidden("auto a = R\"(x)\"; yield();", kNoSleep));
}

TEST(Forbid, MatchesWholeNamesOnly) {
  EXPECT_FALSE(find_forbidden("yields(); my_yield(); yield2();", kNoSleep));
}

TEST(Forbid, IsNotConfusedByDigitSeparators) {
  EXPECT_TRUE(find_forbidden("int a = 1'000'000; yield();", kNoSleep));
}

TEST(Forbid, SeesBehindAnApostropheInAComment) {
  EXPECT_TRUE(find_forbidden("// don't\nyield();", kNoSleep));
}

TEST(Forbid, CountsLinesAcrossCommentsAndStrings) {
  const auto use =
      find_forbidden("/*\n\n*/\nauto a = R\"(\n\n)\";\nyield();", kNoSleep);
  ASSERT_TRUE(use);
  EXPECT_EQ(use->line, 7);
}

TEST(Forbid, EndsOnALiteralThatIsNotClosed) {
  EXPECT_FALSE(find_forbidden("auto a = \"yield", kNoSleep));
  EXPECT_FALSE(find_forbidden("/* yield", kNoSleep));
  EXPECT_FALSE(find_forbidden("R\"(yield", kNoSleep));
}

}  // namespace
}  // namespace hb::runner

#include "pipeline/metrics/live_text.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

#include "pipeline/metrics/fake_terminal.hpp"

namespace hb::pipeline {
namespace {

// On a terminal of 20 columns and 6 rows.
class LiveTextTest : public testing::Test {
 protected:
  FakeTerminal terminal_{20, 6};
  LiveText text_{terminal_.fd()};
};

TEST_F(LiveTextTest, IsDrawnInItsPlace) {
  text_.show("one\ntwo\n");
  EXPECT_EQ(terminal_.screen(), "one\ntwo\n");
  text_.show("1\n2\n");
  EXPECT_EQ(terminal_.screen(), "1\n2\n");
  text_.show("short\n");
  EXPECT_EQ(terminal_.screen(), "short\n");
}

TEST_F(LiveTextTest, LetsLinesPassAboveIt) {
  text_.show("one\ntwo\n");
  text_.print_above("said\n");
  text_.show("ONE\nTWO\n");
  EXPECT_EQ(terminal_.screen(), "said\nONE\nTWO\n");
}

TEST_F(LiveTextTest, LeavesNothingOfItselfToScrollBackTo) {
  text_.show("1\n2\n3\n4\n5\n");
  text_.print_above("said\n");
  text_.keep("the end\n");
  terminal_.screen();
  EXPECT_FALSE(terminal_.picture().has_lost_screen());
}

TEST(LiveText, IsCutWhereTheTerminalIsNarrow) {
  FakeTerminal terminal(8, 6);
  LiveText text(terminal.fd());
  for (int i = 0; i < 3; ++i) text.show("another one\nb\n");
  EXPECT_EQ(terminal.screen(), "another\nb\n");
}

TEST(LiveText, IsCutWhereTheTerminalIsLow) {
  FakeTerminal terminal(8, 3);
  LiveText text(terminal.fd());
  for (int i = 0; i < 3; ++i) text.show("1\n2\n3\n4\n");
  EXPECT_EQ(terminal.screen(), "1\n2\n");
}

TEST_F(LiveTextTest, StaysWholeAtTheEnd) {
  text_.show("one\ntwo\n");
  text_.keep("the end\n");
  text_.print_above("after\n");
  EXPECT_EQ(terminal_.screen(), "the end\nafter\n");
}

TEST_F(LiveTextTest, ShowsTheCursorAfterEveryCall) {
  text_.show("one\n");
  terminal_.screen();
  EXPECT_TRUE(terminal_.picture().has_hidden_cursor_once());
  EXPECT_TRUE(terminal_.picture().is_cursor_visible());
  text_.print_above("said\n");
  text_.keep("end\n");
  terminal_.screen();
  EXPECT_TRUE(terminal_.picture().is_cursor_visible());
}

TEST(LiveText, OnlyWritesWhereThereIsNoTerminal) {
  std::array<int, 2> ends = {};
  ASSERT_EQ(pipe(ends.data()), 0);
  LiveText text(ends[1]);
  EXPECT_FALSE(text.is_in_place());
  text.show("one\n");
  text.print_above("said\n");
  text.keep("end\n");
  close(ends[1]);
  std::array<char, 64> got = {};
  const ssize_t n = read(ends[0], got.data(), got.size());
  close(ends[0]);
  EXPECT_EQ(std::string(got.data(), static_cast<std::size_t>(n)),
            "said\nend\n");
}

TEST(LiveText, IsNotDrawnOnADumbTerminal) {
  FakeTerminal terminal(20, 6);
  setenv("TERM", "dumb", 1);
  EXPECT_FALSE(LiveText(terminal.fd()).is_in_place());
}

}  // namespace
}  // namespace hb::pipeline

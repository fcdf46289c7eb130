#include "runner/step/step_view.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace hb::runner {
namespace {

StepThread thread_named(int number, const std::string& name,
                        const std::string& next) {
  StepThread thread;
  thread.number = number;
  thread.name = name;
  thread.state = "ready";
  thread.next = next;
  thread.file = "/somewhere/test.cpp";
  thread.line = 20 + number;
  thread.source = "some_object." + next + "(std::memory_order_relaxed);";
  thread.choices.resize(1);
  return thread;
}

StepState state_of(int threads, int steps) {
  StepState state;
  for (int t = 0; t < threads; ++t) {
    state.threads.push_back(
        thread_named(t, "thread" + std::to_string(t), "load counter"));
  }
  for (int i = 0; i < steps; ++i) {
    StepDone done;
    done.thread = "thread" + std::to_string(i % threads);
    done.what = "load a_long_name.value_ -> " + std::to_string(i);
    done.order = "acquire";
    done.source = "from 1, old";
    done.file = "/somewhere/test.cpp";
    done.line = 100 + i;
    state.done.push_back(done);
  }
  return state;
}

std::string joined(const std::vector<std::string>& lines) {
  return std::accumulate(lines.begin(), lines.end(), std::string(),
                         [](const std::string& all, const std::string& line) {
                           return all + line + "\n";
                         });
}

std::string screen_of(const StepState& state, const StepSize& size,
                      const StepPicture& picture = {"title", "task", "", "keys",
                                                    std::nullopt}) {
  return joined(step_screen(state, picture, size, Style{}));
}

TEST(StepView, FitsAnyTerminal) {
  for (const int threads : {1, 2, 3, 5, 9}) {
    for (const int steps : {0, 3, 60}) {
      for (const StepSize size :
           {StepSize{80, 24}, StepSize{200, 50}, StepSize{40, 12}}) {
        StepState state = state_of(threads, steps);
        StepPicture picture{"a title", "a task", "", "q quit", std::nullopt};
        for (const bool is_over : {false, true}) {
          if (is_over) {
            state.over = true;
            state.finding.kind = "deadlock";
            state.finding.message = std::string(300, 'm');
            state.finding.why = {std::string(90, 'w'), "because", "so"};
          }
          const auto lines = step_screen(state, picture, size, Style{});
          EXPECT_LE(lines.size(), size.rows);
          for (const std::string& line : lines) {
            EXPECT_LE(line.size(), size.columns) << line;
          }
          EXPECT_EQ(lines.front(), "a title");
          EXPECT_EQ(lines.back(), "q quit");
        }
      }
    }
  }
}

TEST(StepView, HasAColumnAThread) {
  const std::string screen = screen_of(state_of(2, 1), {200, 50});
  EXPECT_NE(screen.find("| 0 thread0 "), std::string::npos) << screen;
  EXPECT_NE(screen.find("| 1 thread1"), std::string::npos);
  EXPECT_NE(
      screen.find("     1 | load a_long_name.value_ -> 0 acquire [from 1, "
                  "old]"),
      std::string::npos)
      << screen;
  EXPECT_NE(screen.find("next | load counter"), std::string::npos);
  EXPECT_NE(screen.find("some_object.load counter"), std::string::npos);
}

TEST(StepView, BreaksALongCellInTwo) {
  const std::string screen = screen_of(state_of(3, 1), {80, 24});
  EXPECT_NE(screen.find("     1 | load a_long_name.v"), std::string::npos)
      << screen;
  EXPECT_NE(screen.find("       |   acquire [from 1"), std::string::npos)
      << screen;
}

TEST(StepView, IsAListWhereColumnsWouldBeTooNarrow) {
  const std::string screen = screen_of(state_of(6, 2), {80, 24});
  EXPECT_EQ(screen.find(" | "), std::string::npos) << screen;
  EXPECT_NE(screen.find("     2  thread1   load a_long_name.value_ -> 1"),
            std::string::npos)
      << screen;
}

TEST(StepView, ScrollsALongHistory) {
  const std::string screen = screen_of(state_of(2, 60), {80, 24});
  EXPECT_NE(screen.find("earlier steps"), std::string::npos) << screen;
  EXPECT_NE(screen.find("    60 |"), std::string::npos) << screen;
  EXPECT_EQ(screen.find("     1 |"), std::string::npos) << screen;
}

TEST(StepView, ShowsChoicesAndWhyOldOnesArePossible) {
  StepState state = state_of(2, 0);
  state.threads[1].choices = {{"reads 5", "", true},
                              {"reads 0", "nothing orders step 3", false}};
  StepPicture picture{"title", "", "", "", std::nullopt};
  const std::string before = screen_of(state, {80, 24}, picture);
  EXPECT_NE(before.find("a reads 5"), std::string::npos) << before;
  EXPECT_NE(before.find("b reads 0 (old)"), std::string::npos) << before;
  picture.selecting = 1;
  const std::string asked = screen_of(state, {80, 24}, picture);
  EXPECT_NE(asked.find("thread1, load counter: which?"), std::string::npos)
      << asked;
  EXPECT_NE(asked.find("b  reads 0: nothing orders step 3"), std::string::npos)
      << asked;
}

TEST(StepView, SaysWhoWaitsAndWhoHasEnded) {
  StepState state = state_of(2, 0);
  state.threads[0].state = "ended";
  state.threads[1].state = "waiting";
  state.threads[1].waits = "waits for left, which other holds";
  state.threads[1].choices.clear();
  const std::string screen = screen_of(state, {80, 24});
  EXPECT_NE(screen.find("next | ended"), std::string::npos) << screen;
  EXPECT_NE(screen.find("waits for left"), std::string::npos) << screen;
}

TEST(StepView, TellsNothingByColourAlone) {
  StepState state = state_of(2, 4);
  state.over = true;
  state.finding = {"race", "two accesses", {"no order"}, "", ""};
  const StepPicture picture{"title", "task", "won: it", "keys", std::nullopt};
  const auto plain = step_screen(state, picture, {80, 24}, Style{});
  Style rich;
  rich.colour = true;
  const auto coloured = step_screen(state, picture, {80, 24}, rich);
  ASSERT_EQ(plain.size(), coloured.size());
  const std::string text = joined(plain);
  EXPECT_NE(text.find("race: two accesses"), std::string::npos) << text;
  EXPECT_NE(text.find("why: no order"), std::string::npos) << text;
  EXPECT_NE(text.find("won: it"), std::string::npos) << text;
  EXPECT_NE(joined(coloured), text);
}

TEST(StepView, ShortensWhatDoesNotFit) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefg", 6), "abcd..");
  EXPECT_EQ(shortened("abc", 2), "ab");
}

}  // namespace
}  // namespace hb::runner

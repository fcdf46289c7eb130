#include "checker/report/table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "checker/report/fixtures/executions.hpp"

namespace hb::checker {
namespace {

TEST(Table, HasOneColumnAThread) {
  const RelaxedRing ring;
  const Story story(ring.execution(), ring.symbols);
  EXPECT_EQ(
      table(story),
      "  step | producer                                      | consumer\n"
      "  -----+-----------------------------------------------+"
      "---------------------------------------------\n"
      "     1 | load tail_ -> 0   relaxed  [initial]  :9      |\n"
      "     2 | write buffer_[0]                      :11  << |\n"
      "     3 | store tail_ = 1   relaxed             :12     |\n"
      "     4 |                                               |"
      " load tail_ -> 1  acquire  [from 3]  :14\n"
      "     5 |                                               |"
      " read buffer_[0]                     :15  <<\n");
}

// An execution in which `threads` threads each store once.
ExecutionBuilder with_threads(int threads) {
  ExecutionBuilder builder;
  for (int i = 0; i < threads; ++i) {
    const int location =
        builder.add_location(0x100 + 16 * static_cast<std::uintptr_t>(i));
    const int thread = builder.start(0, 2);
    builder.store(thread, location, 1, Order::relaxed, 3);
  }
  return builder;
}

TEST(Table, BecomesAListWithMoreThanFourThreads) {
  FakeSymbols symbols;
  symbols.lines = {{3, "  x.store(1);"}};
  symbols.variables = {
      {0x100, "a"}, {0x110, "b"}, {0x120, "c"}, {0x130, "d"}, {0x140, "e"}};
  const Story few(with_threads(2).execution, symbols);
  EXPECT_EQ(table(few).find("| thread"), std::string::npos) << table(few);
  const Story many(with_threads(5).execution, symbols);
  EXPECT_NE(table(many).find("step | thread | what\n"), std::string::npos)
      << table(many);
  EXPECT_NE(table(many).find("     5 | T5     | store e = 1"),
            std::string::npos)
      << table(many);
}

TEST(Table, BecomesAListWhereColumnsAreTooWide) {
  FakeSymbols symbols;
  symbols.variables = {{0x100, "a_name_that_is_very_long_indeed.first_member"},
                       {0x200, "a_name_that_is_very_long_indeed.next_member"}};
  ExecutionBuilder builder;
  const int first = builder.add_location(0x100);
  const int second = builder.add_location(0x200);
  builder.store(builder.start(0, 1), first, 1, Order::relaxed, 3);
  builder.store(builder.start(0, 1), second, 1, Order::relaxed, 4);
  const Story story(builder.execution, symbols);
  EXPECT_NE(table(story).find("step | thread | what\n"), std::string::npos)
      << table(story);
}

TEST(Table, LeavesOutWhatMattersLeast) {
  ExecutionBuilder builder;
  const int shared = builder.add_location(0x100);
  const int own = builder.add_location(0x200);
  const int first = builder.start(0, 1);
  const int second = builder.start(0, 1);
  builder.store(first, shared, 1, Order::relaxed, 3);
  for (int i = 0; i < 50; ++i) {
    builder.store(second, own, 1, Order::relaxed, 5);
  }
  builder.load(second, shared, ExecutionBuilder::kNewest, Order::relaxed, 6);
  const FakeSymbols symbols;
  const Story story(builder.execution, symbols);
  EXPECT_EQ(story.steps().size(), std::size_t(Story::kMostSteps));
  EXPECT_EQ(story.left_out(), 12);
  EXPECT_EQ(story.steps().front().thread, first);
  EXPECT_NE(table(story).find("(12 earlier steps that matter less"),
            std::string::npos);
}

TEST(Table, SaysWhatAStaleReadDidNotSee) {
  const BothEnter both;
  const Story story(both.builder.execution, both.symbols);
  EXPECT_NE(table(story).find("[initial, stale]"), std::string::npos)
      << table(story);
}

TEST(Table, MarksAnAtomicAccessThatRacesWithAPlainOne) {
  ExecutionBuilder builder;
  FakeSymbols symbols;
  symbols.lines = {{3, "  flag.store(1);"}};
  const int flag = builder.add_location(0x100);
  const int writer = builder.start(0, 1);
  const int reader = builder.start(0, 1);
  builder.store(writer, flag, 1, Order::seq_cst, 3);
  builder.access(reader, false, 0x100, 4);
  builder.fail(Kind::race, "data race", reader, 4);
  const Story story(builder.execution, symbols);
  const auto& steps = story.steps();
  EXPECT_EQ(std::count_if(steps.begin(), steps.end(),
                          [](const Step& step) { return step.is_racing; }),
            2);
}

}  // namespace
}  // namespace hb::checker

#include "checker/report/names.hpp"

#include <gtest/gtest.h>

#include "checker/report/fixtures/access_log.hpp"
#include "checker/report/fixtures/executions.hpp"
#include "checker/report/fixtures/tea_house.hpp"
#include "checker/report/program_symbols.hpp"

namespace hb::checker {
namespace {

using What = LoggedAccess::What;

// What the first access of `what` is called. Its object is a location, or the
// target of a plain access.
std::string name_of_first(LoggedAccess::What what, std::uint32_t size,
                          void (*body)(),
                          const RecordedBlock& block = RecordedBlock()) {
  RecordedExecution execution;
  execution.threads.resize(1);
  // All of the stack that this test runs on.
  const auto here = reinterpret_cast<std::uintptr_t>(&execution);
  execution.threads[0].stack_begin = here - 0x10000;
  execution.threads[0].stack_end = here + 0x10000;
  if (block.size > 0) execution.blocks.push_back(block);
  const ProgramSymbols symbols("/proc/self/exe");
  for (const LoggedAccess& access : logged(body)) {
    if (access.what != what || access.size != size) continue;
    const bool is_write = what == LoggedAccess::What::plain_write;
    if (is_write || what == LoggedAccess::What::plain_read) {
      RecordedAccess plain;
      plain.is_write = is_write;
      plain.address = access.address;
      plain.size = access.size;
      plain.stack = access.stack;
      execution.accesses.push_back(plain);
      return Names(execution, symbols).of_access(0);
    }
    RecordedLocation location;
    location.address = access.address;
    location.size = access.size;
    execution.locations.push_back(location);
    RecordedEvent recorded;
    recorded.event.kind = EventKind::write;
    recorded.event.operation = what == LoggedAccess::What::update
                                   ? Operation::fetch_add
                                   : Operation::store;
    recorded.event.is_update = what == What::update;
    recorded.event.thread = 0;
    recorded.event.location = 0;
    recorded.stack = access.stack;
    execution.events.push_back(recorded);
    if (block.size > 0) {
      execution.blocks[0].address = access.address - 2 * access.size;
    }
    return Names(execution, symbols).of_location(0);
  }
  return "no such access";
}

TEST(Names, TakesTheExpressionOfTheSource) {
  EXPECT_EQ(name_of_first(What::store, 4, &tea_house::fill_the_kettle),
            "steam_level_");
}

TEST(Names, FindsTheIndexThatWasComputed) {
  EXPECT_EQ(name_of_first(What::plain_write, 4, &tea_house::fill_the_kettle),
            "spouts_[loudness % 4].drips");
}

TEST(Names, TakesTheFunctionsOwnWordForAReference) {
  EXPECT_EQ(name_of_first(What::update, 4, &tea_house::pour_from_a_local_pot),
            "vessel");
}

TEST(Names, NamesAMemberThroughAPointer) {
  EXPECT_EQ(name_of_first(What::store, 8, &tea_house::stack_the_trays),
            "upper->tray_below");
}

TEST(Names, CountsElementsOfABlockOfTheHeap) {
  RecordedBlock block;
  block.size = 12;
  EXPECT_EQ(name_of_first(What::store, 4, &tea_house::stack_the_trays, block),
            "saucers[2]");
}

TEST(Names, NamesAGlobalThatALambdaChanges) {
  EXPECT_EQ(
      name_of_first(What::plain_write, 4, &tea_house::count_the_sugar_lumps),
      "sugar_lumps");
}

TEST(Names, NamesAnAtomicThatAnOperatorChanges) {
  EXPECT_EQ(
      name_of_first(What::update, 8, [] { tea_house::taste_the_blend(2); }),
      "sips");
}

TEST(Names, FindsVariablesWithMembersAndIndices) {
  const ProgramSymbols symbols("/proc/self/exe");
  std::vector<std::string> names;
  for (const LoggedAccess& access : logged(&tea_house::fill_the_kettle)) {
    names.push_back(symbols.global_at(access.address));
  }
  EXPECT_EQ(names,
            (std::vector<std::string>{
                "copper_kettle.steam_level_", "copper_kettle.spouts_[2].drips",
                "copper_kettle.lids_.second", "copper_kettle.shelf_[2]"}));
}

TEST(Names, FindsALocalOfACallingFunction) {
  const ProgramSymbols symbols("/proc/self/exe");
  for (const LoggedAccess& access : logged(&tea_house::pour_from_a_local_pot)) {
    if (access.what != What::update) continue;
    EXPECT_EQ(symbols.local_at(access.address, access.stack), "brown_pot");
  }
}

TEST(Names, FindsAMemberThroughAParameter) {
  const ProgramSymbols symbols("/proc/self/exe");
  bool found = false;
  for (const LoggedAccess& access : logged(&tea_house::stack_the_trays)) {
    found = found || symbols.pointee_at(access.address, access.stack) ==
                         "top_tray->crumbs";
  }
  EXPECT_TRUE(found);
}

TEST(Names, TellsTwoObjectsApartThatALineCallsTheSame) {
  FakeSymbols symbols;
  symbols.lines = {{5, "  node->next.store(nullptr);"}};
  ExecutionBuilder builder;
  const int first = builder.add_location(0x100);
  const int second = builder.add_location(0x200);
  builder.store(0, first, 1, Order::seq_cst, 5);
  builder.store(0, second, 1, Order::seq_cst, 5);
  const Names names(builder.execution, symbols);
  EXPECT_EQ(names.of_location(first), "node->next #1");
  EXPECT_EQ(names.of_location(second), "node->next #2");
}

TEST(Names, PrefersVariablesWhereExpressionsAreEqual) {
  FakeSymbols symbols;
  symbols.lines = {{5, "  tail_.store(1);"}};
  symbols.variables = {{0x100, "requests.tail_"}, {0x200, "replies.tail_"}};
  ExecutionBuilder builder;
  const int first = builder.add_location(0x100);
  const int second = builder.add_location(0x200);
  builder.store(0, first, 1, Order::seq_cst, 5);
  builder.store(0, second, 1, Order::seq_cst, 5);
  const Names names(builder.execution, symbols);
  EXPECT_EQ(names.of_location(first), "requests.tail_");
  EXPECT_EQ(names.of_location(second), "replies.tail_");
}

TEST(Names, TakesTheVariableWhereFunctionsDisagree) {
  FakeSymbols symbols;
  symbols.lines = {{5, "  flag.store(1);"}, {9, "  return ready.load();"}};
  symbols.variables = {{0x100, "started"}};
  ExecutionBuilder builder;
  const int location = builder.add_location(0x100);
  builder.store(0, location, 1, Order::seq_cst, 5);
  builder.load(0, location, ExecutionBuilder::kNewest, Order::seq_cst, 9);
  EXPECT_EQ(Names(builder.execution, symbols).of_location(location), "started");
}

TEST(Names, GivesOneNameToAPlainAccessAndItsLocation) {
  FakeSymbols symbols;
  symbols.lines = {{5, "  flag.store(1);"}};
  ExecutionBuilder builder;
  const int location = builder.add_location(0x100);
  builder.store(0, location, 1, Order::seq_cst, 5);
  builder.access(0, true, 0x100, 8);
  const Names names(builder.execution, symbols);
  EXPECT_EQ(names.of_access(0), "flag");
}

TEST(Names, FallsBackToWhereABlockWasAllocated) {
  FakeSymbols symbols;
  symbols.lines = {{5, "  auto node = std::make_shared<Node>(3);"}};
  ExecutionBuilder builder;
  RecordedBlock block;
  block.address = 0x500;
  block.size = 32;
  block.allocated = FakeSymbols::stack_at(5);
  builder.execution.blocks.push_back(block);
  builder.access(0, true, 0x510, 9);
  EXPECT_EQ(Names(builder.execution, symbols).of_access(0),
            "the Node allocated at ring.hpp:5");
}

}  // namespace
}  // namespace hb::checker

#include "checker/report/relations.hpp"

#include <gtest/gtest.h>

#include "checker/report/fixtures/executions.hpp"
#include "checker/report/linear_order.hpp"

namespace hb::checker {
namespace {

struct MessagePassing {
  MessagePassing(Order store_order, Order load_order, bool with_fences) {
    const int flag = builder.add_location(0x100);
    const int sender = builder.start(0, 1);
    const int receiver = builder.start(0, 2);
    builder.access(sender, true, 0x200, 3);
    if (with_fences) builder.fence(sender, Order::release, 4);
    builder.store(sender, flag, 1, store_order, 5);
    builder.load(receiver, flag, ExecutionBuilder::kNewest, load_order, 6);
    if (with_fences) builder.fence(receiver, Order::acquire, 7);
    builder.access(receiver, false, 0x200, 8);
  }
  int item_of_access(const Relations& relations, int access) const {
    const auto& items = relations.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i].access == access) return static_cast<int>(i);
    }
    return -1;
  }
  bool is_ordered() const {
    const Relations relations(builder.execution);
    return relations.happens_before(item_of_access(relations, 0),
                                    item_of_access(relations, 1));
  }

  ExecutionBuilder builder;
};

TEST(Relations, OrderWhatReleaseAndAcquireConnect) {
  EXPECT_TRUE(
      MessagePassing(Order::release, Order::acquire, false).is_ordered());
  EXPECT_TRUE(
      MessagePassing(Order::seq_cst, Order::seq_cst, false).is_ordered());
  EXPECT_TRUE(
      MessagePassing(Order::relaxed, Order::relaxed, true).is_ordered());
}

TEST(Relations, DoNotOrderWhatIsRelaxed) {
  EXPECT_FALSE(
      MessagePassing(Order::relaxed, Order::acquire, false).is_ordered());
  EXPECT_FALSE(
      MessagePassing(Order::release, Order::relaxed, false).is_ordered());
}

TEST(Relations, SayWhichHalfOfALinkIsMissing) {
  MessagePassing passing(Order::relaxed, Order::acquire, false);
  const Relations relations(passing.builder.execution);
  const auto way = relations.way(passing.item_of_access(relations, 0),
                                 passing.item_of_access(relations, 1));
  ASSERT_EQ(way.size(), 1u);
  EXPECT_TRUE(way[0].lacks_release);
  EXPECT_FALSE(way[0].lacks_acquire);
}

TEST(Relations, KnowTheLocksThatAreHeld) {
  CrossedLocks locks;
  const Relations relations(locks.builder.execution);
  const int last = static_cast<int>(relations.items().size()) - 1;
  const auto held = relations.locks_held(last);
  ASSERT_EQ(held.size(), 1u);
  EXPECT_EQ(relations.event_of(held[0]).location, 1);
}

TEST(LinearOrder, LeavesNoReadStaleThatNeedNotBe) {
  ExecutionBuilder builder;
  const int flag = builder.add_location(0x100);
  const int writer = builder.start(0, 1);
  const int reader = builder.start(0, 2);
  const auto store = builder.store(writer, flag, 1, Order::relaxed, 3);
  const auto load = builder.load(reader, flag, 0, Order::relaxed, 4);
  const auto order = sequential_order(builder.execution);
  ASSERT_TRUE(order);
  const auto place = [&](std::int16_t id) {
    return std::find(order->begin(), order->end(), id) - order->begin();
  };
  EXPECT_LT(place(load), place(store));
}

TEST(LinearOrder, DoesNotExistForStoreBuffering) {
  const BothEnter both;
  EXPECT_FALSE(sequential_order(both.builder.execution));
  EXPECT_TRUE(x86_shows(both.builder.execution));
}

TEST(LinearOrder, KnowsWhatX86DoesNotShow) {
  // Both messages arrive, but in opposite orders at the two readers.
  ExecutionBuilder builder;
  const int x = builder.add_location(0x100);
  const int y = builder.add_location(0x200);
  const int writer = builder.start(0, 1);
  const int reader = builder.start(0, 2);
  builder.store(writer, x, 1, Order::relaxed, 3);
  builder.store(writer, y, 1, Order::relaxed, 4);
  builder.load(reader, y, ExecutionBuilder::kNewest, Order::relaxed, 5);
  builder.load(reader, x, 0, Order::relaxed, 6);
  EXPECT_FALSE(sequential_order(builder.execution));
  EXPECT_FALSE(x86_shows(builder.execution));
}

TEST(LinearOrder, KeepsAUseBehindTheDelete) {
  UsedAfterFree used;
  const RecordedExecution ordered = in_sequential_order(used.builder.execution);
  EXPECT_LE(ordered.blocks[0].freed_place, ordered.accesses[0].place);
}

TEST(LinearOrder, KeepsTheHalvesOfAnUpdateTogether) {
  ExecutionBuilder builder;
  const int count = builder.add_location(0x100);
  const int first = builder.start(0, 1);
  const int second = builder.start(0, 2);
  builder.update(first, Operation::fetch_add, count, 3, 1);
  builder.update(second, Operation::fetch_add, count, 3, 1);
  builder.load(second, count, 0, Order::relaxed, 9);  // of the other's view
  const RecordedExecution ordered = in_sequential_order(builder.execution);
  for (std::size_t i = 0; i < ordered.order.size(); ++i) {
    const auto& event = ordered.events[std::size_t(ordered.order[i])].event;
    if (event.kind != EventKind::write || !event.is_update) continue;
    const auto& before =
        ordered.events[std::size_t(ordered.order[i - 1])].event;
    EXPECT_EQ(before.thread, event.thread);
    EXPECT_EQ(before.index + 1, event.index);
  }
}

}  // namespace
}  // namespace hb::checker

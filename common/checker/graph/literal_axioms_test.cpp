#include "checker/graph/literal_axioms.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace hb::checker {
namespace {

using enum Order;

// Writes down an execution, event by event. Locations 0 to 2 begin with an
// initial event each, which is also their number.
class Execution {
 public:
  Execution() {
    for (int location = 0; location < kLocations; ++location) {
      Event initial;
      initial.location = std::int16_t(location);
      graph_.events.push_back(initial);
    }
  }

  // Written behind what the location holds so far.
  int store(int thread, int location, Order order) {
    Event e = event(thread, EventKind::write, order);
    e.operation = Operation::store;
    e.location = std::int16_t(location);
    e.position = std::int16_t(++last_position_[location]);
    return add(e);
  }
  int load(int thread, int source, Order order) {
    Event e = event(thread, EventKind::read, order);
    e.operation = Operation::load;
    e.location = at(source).location;
    e.reads_from = std::int16_t(source);
    return add(e);
  }
  // Returns its second half.
  int update(int thread, int source, Order order,
             Operation operation = Operation::fetch_add) {
    Event e = event(thread, EventKind::read, order);
    e.operation = operation;
    e.location = at(source).location;
    e.reads_from = std::int16_t(source);
    e.is_update = true;
    add(e);
    e = event(thread, EventKind::write, order);
    e.operation = operation;
    e.location = at(source).location;
    e.is_update = true;
    e.position = std::int16_t(++last_position_[e.location]);
    return add(e);
  }
  int fence(int thread, Order order) {
    return add(event(thread, EventKind::fence, order));
  }
  int control(int thread, EventKind kind, int other) {
    Event e = event(thread, kind, plain);
    e.other = std::int16_t(other);
    return add(e);
  }
  void place(int write, int position) {
    graph_.event(EventId(write)).position = std::int16_t(position);
  }
  Event& at(int id) { return graph_.event(EventId(id)); }

  bool consistent() const { return literally_consistent(graph_); }
  LiteralExecution derived() const { return LiteralExecution(graph_.events); }
  bool ordered(int a, int b) const {
    const LiteralExecution e = derived();
    return e.happens_before().has(e.node_of(EventId(a)), e.node_of(EventId(b)));
  }

 private:
  static constexpr int kLocations = 3;

  Event event(int thread, EventKind kind, Order order) {
    Event e;
    e.kind = kind;
    e.thread = std::int8_t(thread);
    e.index = std::int16_t(length_[thread]++);
    e.order = e.effective = order;
    return e;
  }
  int add(const Event& e) {
    graph_.events.push_back(e);
    return int(graph_.events.size()) - 1;
  }

  ExecutionGraph graph_;
  int length_[kMaxThreads] = {};
  int last_position_[kLocations] = {};
};

constexpr int kX = 0;
constexpr int kY = 1;

Execution store_buffering(Order write, Order read) {
  Execution e;
  e.store(0, kX, write);
  e.load(0, kY, read);
  e.store(1, kY, write);
  e.load(1, kX, read);
  return e;
}

TEST(LiteralAxioms, ForbidStoreBufferingOfSeqCst) {
  EXPECT_FALSE(store_buffering(seq_cst, seq_cst).consistent());
  EXPECT_FALSE(
      has_total_order_of_seq_cst(store_buffering(seq_cst, seq_cst).derived()));
}

TEST(LiteralAxioms, AllowStoreBufferingOfAnythingWeaker) {
  EXPECT_TRUE(store_buffering(release, acquire).consistent());
  EXPECT_TRUE(store_buffering(seq_cst, acquire).consistent());
  EXPECT_TRUE(store_buffering(relaxed, relaxed).consistent());
}

TEST(LiteralAxioms, ForbidStoreBufferingAcrossSeqCstFencesOnly) {
  for (const Order order : {seq_cst, acq_rel}) {
    Execution e;
    e.store(0, kX, relaxed);
    e.fence(0, order);
    e.load(0, kY, relaxed);
    e.store(1, kY, relaxed);
    e.fence(1, order);
    e.load(1, kX, relaxed);
    EXPECT_EQ(e.consistent(), order == acq_rel);
  }
}

// T0 writes x, then y; T1 reads the new y and the old x.
Execution message_passing(Order write, Order read) {
  Execution e;
  e.store(0, kX, relaxed);
  const int flag = e.store(0, kY, write);
  e.load(1, flag, read);
  e.load(1, kX, relaxed);
  return e;
}

TEST(LiteralAxioms, AReleaseReadByAnAcquireOrdersWhatStandsAround) {
  EXPECT_FALSE(message_passing(release, acquire).consistent());
  EXPECT_FALSE(
      write_read_coherent(message_passing(release, acquire).derived()));
  EXPECT_TRUE(message_passing(release, relaxed).consistent());
  EXPECT_TRUE(message_passing(relaxed, acquire).consistent());
}

TEST(LiteralAxioms, FencesOrderWhatStandsAround) {
  Execution e;
  e.store(0, kX, relaxed);
  const int first = e.fence(0, release);
  const int flag = e.store(0, kY, relaxed);
  e.load(1, flag, relaxed);
  const int second = e.fence(1, acquire);
  EXPECT_TRUE(e.ordered(first, second));
  EXPECT_FALSE(e.ordered(flag, second));
  e.load(1, kX, relaxed);
  EXPECT_FALSE(e.consistent());
}

TEST(LiteralAxioms, FencesDoNotWorkThroughObjects) {
  Execution e;
  const int first = e.fence(0, release);
  const int notified = e.update(0, kY, relaxed, Operation::notify_all);
  e.update(1, notified, relaxed, Operation::wait_sleep);
  const int second = e.fence(1, acquire);
  EXPECT_FALSE(e.ordered(first, second));
}

TEST(LiteralAxioms, AnUpdateContinuesAReleaseSequence) {
  Execution e;
  const int head = e.store(0, kY, release);
  const int tail = e.update(1, head, relaxed);
  const int read = e.load(2, tail, acquire);
  EXPECT_TRUE(e.ordered(head, read));
  EXPECT_FALSE(e.ordered(tail, read));
}

TEST(LiteralAxioms, ARelaxedStoreOfTheSameThreadEndsAReleaseSequence) {
  Execution e;
  const int head = e.store(0, kY, release);
  const int tail = e.store(0, kY, relaxed);
  const int read = e.load(1, tail, acquire);
  EXPECT_FALSE(e.ordered(head, read));
}

TEST(LiteralAxioms, WritesOfOneThreadStandInModificationOrder) {
  Execution e;
  const int first = e.store(0, kX, relaxed);
  const int second = e.store(0, kX, relaxed);
  EXPECT_TRUE(e.consistent());
  e.place(first, 2);
  e.place(second, 1);
  EXPECT_FALSE(write_write_coherent(e.derived()));
}

TEST(LiteralAxioms, TwoReadsOfOneThreadDoNotGoBack) {
  Execution e;
  const int first = e.store(0, kX, relaxed);
  const int second = e.store(0, kX, relaxed);
  e.load(1, second, relaxed);
  EXPECT_TRUE(e.consistent());
  e.load(1, first, relaxed);
  EXPECT_FALSE(read_read_coherent(e.derived()));
}

TEST(LiteralAxioms, AThreadDoesNotOverwriteWithSomethingOlderThanItRead) {
  Execution e;
  const int theirs = e.store(0, kX, relaxed);
  e.load(1, theirs, relaxed);
  const int own = e.store(1, kX, relaxed);
  EXPECT_TRUE(e.consistent());
  e.place(own, 1);
  e.place(theirs, 2);
  EXPECT_FALSE(read_write_coherent(e.derived()));
}

TEST(LiteralAxioms, AThreadReadsItsOwnWriteOrALaterOne) {
  Execution e;
  e.store(0, kX, relaxed);
  e.load(0, kX, relaxed);
  EXPECT_FALSE(write_read_coherent(e.derived()));
}

TEST(LiteralAxioms, NothingComesBetweenAnUpdateAndItsSource) {
  Execution e;
  const int update = e.update(0, kX, relaxed);
  const int store = e.store(1, kX, relaxed);
  EXPECT_TRUE(e.consistent());
  e.place(store, 1);
  e.place(update, 2);
  EXPECT_FALSE(updates_read_the_last_value(e.derived()));
}

TEST(LiteralAxioms, TwoUpdatesDoNotReadTheSameValue) {
  Execution e;
  e.update(0, kX, relaxed);
  e.update(1, kX, relaxed);
  EXPECT_FALSE(e.consistent());
}

TEST(LiteralAxioms, ForbidLoadBuffering) {
  Execution e;
  const int first = e.load(0, kY, relaxed);
  const int x = e.store(0, kX, relaxed);
  e.load(1, x, relaxed);
  const int y = e.store(1, kY, relaxed);
  EXPECT_TRUE(e.consistent());
  e.at(first).reads_from = std::int16_t(y);
  EXPECT_FALSE(has_no_load_buffering(e.derived()));
}

// Two readers disagree about which of two independent writes came first.
TEST(LiteralAxioms, ReadersAgreeOnIndependentWritesIfAllIsSeqCst) {
  for (const Order order : {seq_cst, acq_rel}) {
    const Order write = order == seq_cst ? seq_cst : release;
    const Order read = order == seq_cst ? seq_cst : acquire;
    Execution e;
    const int x = e.store(0, kX, write);
    const int y = e.store(1, kY, write);
    e.load(2, x, read);
    e.load(2, kY, read);
    e.load(3, y, read);
    e.load(3, kX, read);
    EXPECT_EQ(e.consistent(), order == acq_rel);
  }
}

// Where C++20 is weaker than C++11 (P0668): happening before by way of a store
// that is only release does not put seq_cst operations in order.
TEST(LiteralAxioms, OnlyStrongHappensBeforeCountsInS) {
  for (const Order order : {release, seq_cst}) {
    Execution e;
    e.store(0, kX, seq_cst);
    const int flag = e.store(0, kY, order);
    e.update(1, flag, seq_cst);
    e.store(2, kY, seq_cst);
    e.load(2, kX, seq_cst);
    EXPECT_EQ(e.consistent(), order == release);
  }
}

TEST(LiteralAxioms, CreatingAndJoiningOrderThreads) {
  Execution e;
  const int before = e.store(0, kX, relaxed);
  e.control(0, EventKind::create, 1);
  e.control(1, EventKind::begin, -1);
  const int inside = e.load(1, before, relaxed);
  e.control(1, EventKind::end, -1);
  e.control(0, EventKind::join, 1);
  const int after = e.load(0, before, relaxed);
  EXPECT_TRUE(e.ordered(before, inside));
  EXPECT_TRUE(e.ordered(inside, after));
  EXPECT_TRUE(e.consistent());
}

TEST(LiteralAxioms, AnUnlockOrdersTheNextLock) {
  Execution e;
  const int lock = e.update(0, kY, acquire, Operation::mutex_lock);
  const int unlock = e.update(0, lock, release, Operation::mutex_unlock);
  const int next = e.update(1, unlock, acquire, Operation::mutex_lock);
  EXPECT_TRUE(e.ordered(lock, next));
}

// T0 stores and notifies; T1 enters the queue behind it and then compares.
TEST(LiteralAxioms, AWaiterThatEntersLateSeesWhatTheNotifierKnew) {
  Execution e;
  const int stored = e.store(0, kX, relaxed);
  const int notified = e.update(0, kY, relaxed, Operation::notify_all);
  e.update(1, notified, relaxed, Operation::wait_enter);
  const int compared = e.load(1, kX, relaxed);
  EXPECT_TRUE(e.consistent());  // an ordinary read may be old
  e.at(compared).view_only = true;
  EXPECT_FALSE(waiters_see_their_notifiers(e.derived()));
  e.at(compared).reads_from = std::int16_t(stored);
  EXPECT_TRUE(e.consistent());
  EXPECT_FALSE(e.ordered(stored, compared));  // but it synchronizes nothing
}

}  // namespace
}  // namespace hb::checker

// Whole reports, as people get them.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "checker/report/explain.hpp"
#include "checker/report/fixtures/executions.hpp"
#include "checker/report/fixtures/report_of.hpp"

namespace hb::checker {
namespace {

// Passes with release at line 12, and with nothing else.
Recheck only_release_at_12(const Site& site, Order order) {
  const bool passes = site.place.line == 12 && order == Order::release;
  return {passes ? Recheck::Outcome::passes : Recheck::Outcome::fails, 3};
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Report, OfARaceSaysWhichOrderIsMissing) {
  EXPECT_EQ(
      report_of(RelaxedRing(), &only_release_at_12),
      "race: ring_test, test SpscRing.CarriesTheValue, 2 of 3 executions\n"
      "\n"
      "  the simplest: data race on buffer_[0]: the write at ring.hpp:11 and "
      "the read\n"
      "    at ring.hpp:15 are not ordered\n"
      "\n"
      "  step | producer                                      | consumer\n"
      "  -----+-----------------------------------------------+"
      "---------------------------------------------\n"
      "     1 | load tail_ -> 0   relaxed  [initial]  :9      |\n"
      "     2 | write buffer_[0]                      :11  << |\n"
      "     3 | store tail_ = 1   relaxed             :12     |\n"
      "     4 |                                               |"
      " load tail_ -> 1  acquire  [from 3]  :14\n"
      "     5 |                                               |"
      " read buffer_[0]                     :15  <<\n"
      "\n"
      "  why      step 4 reads what step 3 stored, but that does not "
      "synchronize: the\n"
      "           store (:12) is relaxed\n"
      "  fix      :12 relaxed -> release: re-checked, all 3 executions pass\n"
      "  machine  x86 hardware keeps these stores in order; the compiler and "
      "ARM need\n"
      "           not\n"
      "  try: ./ring_test --gtest_filter=SpscRing.CarriesTheValue "
      "--replay=cw1:00004mkd83b\n");
}

TEST(Report, OfADeadlockSaysWhoHoldsWhat) {
  const std::string text = report_of(CrossedLocks());
  EXPECT_TRUE(text.starts_with(
      "deadlock: 03b transfer, test MovesMoney, 4 of 12 executions\n"));
  EXPECT_TRUE(holds(text, "debit and credit wait for ever"));
  EXPECT_TRUE(holds(text, "debit waits for b_ (:6), which credit holds since"));
  EXPECT_TRUE(holds(text, "credit waits for a_ (:11), which debit holds"));
  EXPECT_TRUE(holds(text, "each holds what the other needs"));
  EXPECT_TRUE(holds(text, "  try: ./workbook replay 03b cw1:"));
}

TEST(Report, OfALostWakeUpSaysThatTheNotifyCameFirst) {
  const std::string text = report_of(LostWakeUp());
  EXPECT_TRUE(holds(text, "notify_one ready_  nobody waits"));
  EXPECT_TRUE(holds(text, "the notify of main"));
  EXPECT_TRUE(holds(text, "came before the wait began"));
}

TEST(Report, OfStoreBufferingSaysThatAReadIsStaleAndThatX86DoesIt) {
  const std::string text = report_of(BothEnter());
  EXPECT_TRUE(holds(text, "at ring_test.cpp:55: in_left && in_right is true"));
  EXPECT_TRUE(
      holds(text, "still reads the initial value of wants_[0], although"));
  EXPECT_TRUE(holds(text, "machine  x86 hardware does this too"));
}

TEST(Report, OfALostUpdateNamesBothReaders) {
  const std::string text = report_of(LostUpdate());
  EXPECT_TRUE(holds(text, "count.load() is 1, and not 2"));
  EXPECT_TRUE(holds(text, "read the same value of count"));
  EXPECT_TRUE(holds(text, "one of the two updates is lost"));
  // Only seq_cst anywhere: nobody needs to be told at each step.
  EXPECT_FALSE(holds(text, "seq_cst"));
  EXPECT_FALSE(holds(text, "  machine "));
}

TEST(Report, OfAUseAfterFreeNamesTheDelete) {
  const std::string text = report_of(UsedAfterFree());
  EXPECT_TRUE(
      holds(text, "the Node allocated at ring.hpp:40 is used at ring.hpp:47"));
  EXPECT_TRUE(holds(text, "free the Node"));
  EXPECT_TRUE(holds(text, "remover frees it at ring.hpp:44"));
}

TEST(Report, OfALivelockSaysWhatNobodyChanges) {
  struct Spin {
    Spin() {
      symbols.lines = {{7, "  while (!ready_.load()) {}"},
                       {1003, "  std::jthread waiter([&] { wait(); });"}};
      const int ready = builder.add_location(0x100);
      const int waiter = builder.start(0, 1003);
      builder.load(waiter, ready, ExecutionBuilder::kNewest, Order::seq_cst, 7);
      builder.fail(Kind::livelock, "nothing can go on", waiter, 7);
      builder.execution.threads[1].state = ThreadState::spinning;
    }
    FakeSymbols symbols;
    ExecutionBuilder builder;
  };
  const std::string text = report_of(Spin());
  EXPECT_TRUE(holds(text, "waiter runs in a circle"));
  EXPECT_TRUE(
      holds(text, "goes round and round at :7 (load ready_ -> 0), and no"));
}

TEST(Report, OfARaceBesideALockSaysWhoDoesNotHoldIt) {
  struct HalfLocked {
    HalfLocked() {
      symbols.lines = {{2, "  std::lock_guard lock(mutex_);"},
                       {3, "  ++count_;"},
                       {8, "  return count_;"},
                       {1003, "  std::jthread adder([&] { add(); });"},
                       {1004, "  std::jthread asker([&] { get(); });"}};
      const int mutex = builder.add_location(0x100, LocationKind::object);
      const int adder = builder.start(0, 1003);
      const int asker = builder.start(0, 1004);
      builder.update(adder, Operation::mutex_lock, mutex, 2);
      builder.access(adder, true, 0x200, 3);
      builder.update(adder, Operation::mutex_unlock, mutex, 4);
      builder.access(asker, false, 0x200, 8);
      builder.fail(Kind::race, "data race", asker, 8);
    }
    FakeSymbols symbols;
    ExecutionBuilder builder;
  };
  const std::string text = report_of(HalfLocked());
  EXPECT_TRUE(holds(text, "data race on count_"));
  EXPECT_TRUE(holds(text, "adder holds mutex_ in step 2, but asker holds no"));
}

TEST(Report, OfARaceWithANotificationPointsAtIt) {
  struct EndsTooEarly {
    EndsTooEarly() {
      symbols.lines = {{3, "  ready_.notify_all();"},
                       {8, "  next_ = 7;"},
                       {1003, "  std::jthread teller([&] { tell(); });"}};
      const int ready = builder.add_location(0x200, LocationKind::waiters);
      const int teller = builder.start(0, 1003);
      builder.update(teller, Operation::notify_all, ready, 3);
      builder.access(0, true, 0x200, 8);
      builder.fail(Kind::race, "data race", 0, 8);
    }
    FakeSymbols symbols;
    ExecutionBuilder builder;
  };
  const std::string text = report_of(EndsTooEarly());
  EXPECT_TRUE(holds(text, "next_: the write at ring.hpp:8 and the notify_all"))
      << text;
}

TEST(Report, OfARaceWithMainSaysThatItHasNotJoined) {
  struct ReadsTooEarly {
    ReadsTooEarly() {
      symbols.lines = {{3, "  result = 7;"},
                       {1003, "  std::thread worker([&] { work(); });"},
                       {1004, "  EXPECT_EQ(result, 7);"}};
      const int worker = builder.start(0, 1003);
      builder.access(worker, true, 0x200, 3);
      const auto end = builder.end(worker);
      builder.access(0, false, 0x200, 1004);
      builder.join(0, worker, end, 1005);
      builder.fail(Kind::race, "data race", 0, 1004);
    }
    FakeSymbols symbols;
    ExecutionBuilder builder;
  };
  const std::string text = report_of(ReadsTooEarly());
  EXPECT_TRUE(holds(text, "joins worker only in step 4")) << text;
}

TEST(Report, OfOtherKindsStillSaysWhoAndWhere) {
  RelaxedRing ring;
  ring.builder.execution.accesses.clear();
  for (const Kind kind : {Kind::exception, Kind::terminate, Kind::exit,
                          Kind::crash, Kind::over_budget, Kind::outcome,
                          Kind::never_overlaps, Kind::nondeterministic}) {
    ring.builder.fail(kind, "it went wrong", 1, 11);
    const std::string text = report_of(ring);
    EXPECT_TRUE(text.starts_with(std::string(name_of(kind)) + ": ring_test"));
    EXPECT_TRUE(holds(text, "in producer at ring.hpp:11: it went wrong"))
        << text;
  }
}

TEST(Report, NamesTheThreadThatOutlivesTheTest) {
  RelaxedRing ring;
  ring.builder.fail(Kind::outlives, "a thread still runs", 2, 0);
  ring.builder.execution.threads[2].last = FakeSymbols::stack_at(14);
  const std::string text = report_of(ring);
  EXPECT_TRUE(holds(text, "consumer still runs when the body of the test"));
  EXPECT_TRUE(holds(text, "started by main at ring_test.cpp:31"));
  EXPECT_TRUE(holds(text, "it stands at ring.hpp:14"));
}

TEST(Report, NamesTheOwnerOfAMutexThatAnotherUnlocks) {
  ExecutionBuilder builder;
  FakeSymbols symbols;
  symbols.lines = {{2, "  mutex_.lock();"}, {5, "  mutex_.unlock();"}};
  const int mutex = builder.add_location(0x100, LocationKind::object);
  const int owner = builder.start(0, 1);
  const int other = builder.start(0, 1);
  builder.update(owner, Operation::mutex_lock, mutex, 2);
  builder.update(other, Operation::mutex_unlock, mutex, 5);
  builder.fail(Kind::wrong_unlock, "unlocks a mutex that it does not hold",
               other, 5);
  const Story story(builder.execution, symbols);
  const std::string text = text_report(story, std::nullopt);
  EXPECT_TRUE(holds(text, "when T2 unlocks mutex_, T1 holds it")) << text;
}

TEST(Report, SaysWhereALeakWasAllocated) {
  UsedAfterFree leak;
  leak.builder.execution.blocks[0].freed_by = -1;
  leak.builder.fail(Kind::leak, "leak", -1, 0).address = 0x6000;
  const std::string text = report_of(leak);
  EXPECT_TRUE(holds(text, "the Node allocated at ring.hpp:40 is never freed"));
  EXPECT_TRUE(holds(text, "nobody frees it, and nothing"));
}

TEST(Report, IsWrappedExceptForItsTable) {
  std::istringstream lines(report_of(LostWakeUp()));
  for (std::string line; std::getline(lines, line);) {
    const bool is_table = line.find(" | ") != line.npos ||
                          line.find("-+-") != line.npos ||
                          line.find("try:") != line.npos;
    if (is_table) continue;
    EXPECT_LE(line.size(), 80u) << line;
  }
}

TEST(Report, ExplainsInFiveSentences) {
  const RelaxedRing ring;
  const Story story(ring.execution(), ring.symbols);
  const WhatIf what_if = find_fix(weak_sites(story), &only_release_at_12);
  const std::string text = explain(story, what_if);
  const auto ends = [&] {
    std::ptrdiff_t count = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      if (text[i] == '.' && (text[i + 1] == ' ' || text[i + 1] == '\n')) {
        ++count;
      }
    }
    return count;
  };
  EXPECT_EQ(ends(), 5) << text;
  EXPECT_TRUE(holds(text, "producer: load tail_ -> 0"));
  EXPECT_TRUE(holds(text, "release instead of relaxed"));
}

}  // namespace
}  // namespace hb::checker

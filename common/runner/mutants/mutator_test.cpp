#include "runner/mutants/mutator.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hb::runner {
namespace {

std::vector<std::string> names_of(const std::string& source) {
  std::vector<std::string> names;
  for (const Mutant& mutant : mutate({{"x.hpp", source}}).mutants) {
    names.push_back(mutant.name);
  }
  return names;
}

std::string text_of(const std::string& source) {
  return mutate({{"x.hpp", source}}).files.at("x.hpp");
}

testing::AssertionResult has(const std::vector<std::string>& names,
                             const std::string& name) {
  if (std::ranges::find(names, name) != names.end()) {
    return testing::AssertionSuccess();
  }
  testing::AssertionResult failure = testing::AssertionFailure();
  for (const std::string& one : names) failure << one << "\n";
  return failure << "  and not: " << name;
}

TEST(Mutator, WeakensEachOrderByEachStep) {
  const auto names = names_of(
      "void f() { x_.store(1, std::memory_order_seq_cst);"
      " y_.fetch_or(1, std::memory_order_acq_rel); }");
  EXPECT_TRUE(has(names, "f: x_.store seq_cst -> release"));
  EXPECT_TRUE(has(names, "f: x_.store seq_cst -> relaxed"));
  EXPECT_TRUE(has(names, "f: y_.fetch_or acq_rel -> release"));
  EXPECT_TRUE(has(names, "f: y_.fetch_or acq_rel -> acquire"));
  EXPECT_TRUE(has(names, "f: y_.fetch_or acq_rel -> relaxed"));
}

TEST(Mutator, KnowsTheOrderThatIsNotWritten) {
  EXPECT_TRUE(has(names_of("int f() { return x_.load(); }"),
                  "f: x_.load seq_cst -> acquire"));
  EXPECT_TRUE(has(names_of("void f() { x_.store(2); }"),
                  "f: x_.store seq_cst -> release"));
}

TEST(Mutator, TellsTheTwoOrdersOfACompareExchangeApart) {
  const auto names = names_of(
      "bool f(int e) { return x_.compare_exchange_strong(e, 1,"
      " std::memory_order_acq_rel, std::memory_order_acquire); }");
  EXPECT_TRUE(has(names, "f: x_.compare_exchange_strong acq_rel -> release"));
  EXPECT_TRUE(has(
      names, "f: x_.compare_exchange_strong if it fails, acquire -> relaxed"));
}

TEST(Mutator, LeavesNotificationsOutAndChangesThem) {
  const auto names = names_of(
      "void f() { a(); c_.notify_one(); }\n"
      "void g() { if (x) c_.notify_all(); }");
  EXPECT_TRUE(has(names, "f: no c_.notify_one"));
  EXPECT_TRUE(has(names, "f: c_.notify_one -> notify_all"));
  EXPECT_TRUE(has(names, "f: c_.notify_one() before a()"));
  EXPECT_TRUE(has(names, "g: c_.notify_all -> notify_one"));
}

TEST(Mutator, WaitsOnceAndWithoutAReason) {
  const auto names = names_of(
      "void f() { std::unique_lock lock(m_);"
      " c_.wait(lock, [&] { return a_ || b_(); }); }\n"
      "void g() { while (!a_ && b_) c_.wait(lock); }");
  EXPECT_TRUE(has(names, "f: while -> if around the wait for c_"));
  EXPECT_TRUE(has(names, "f: no wait for c_"));
  EXPECT_TRUE(has(names, "f: wait without `a_`"));
  EXPECT_TRUE(has(names, "f: wait without `b_()`"));
  EXPECT_TRUE(has(names, "g: while -> if (!a_ && b_)"));
  EXPECT_TRUE(has(names, "g: wait without `!a_`"));
  EXPECT_TRUE(has(names, "g: no c_.wait"));
}

TEST(Mutator, DropsWidensNarrowsAndSplitsALock) {
  const auto names = names_of(
      "void f() { a(); { std::lock_guard lock(m_); b_ = 1; c_ = 2; } d(); }");
  EXPECT_TRUE(has(names, "f: m_ not locked"));
  EXPECT_TRUE(has(names, "f: m_ locked early, before a()"));
  EXPECT_TRUE(has(names, "f: m_ locked late, before c_ = 2"));
  EXPECT_TRUE(has(names, "f: m_ unlocked early, before c_ = 2"));
  EXPECT_TRUE(has(names, "f: m_ unlocked late, behind d()"));
  EXPECT_TRUE(has(names, "f: m_ unlocked for a moment before c_ = 2"));
}

TEST(Mutator, LocksOneOfTwo) {
  const auto names =
      names_of("void f() { std::scoped_lock lock(a.m, b.m); c(); }");
  EXPECT_TRUE(has(names, "f: a.m, b.m -> a.m alone"));
  EXPECT_TRUE(has(names, "f: a.m, b.m -> b.m alone"));
}

TEST(Mutator, KnowsAGuardOfTheAnswersOwn) {
  EXPECT_TRUE(has(names_of("class Both { std::lock_guard<M> first_; };\n"
                           "void f() { const Both lock(a, b); c(); }"),
                  "f: a, b not locked"));
}

TEST(Mutator, DropsNoLockThatAWaitNeeds) {
  for (const std::string& name :
       names_of("void f() { std::unique_lock lock(m_); c_.wait(lock, p);"
                " b_ = 1; }")) {
    EXPECT_NE(name, "f: m_ not locked");
  }
}

TEST(Mutator, LeavesALockAloneThatGoesElsewhere) {
  const std::string source =
      "Lock f() { std::unique_lock lock(m_); b_ = 1; return lock; }";
  EXPECT_NE(text_of(source).find("std::unique_lock lock(m_);"),
            std::string::npos);
}

TEST(Mutator, SwapsAStoreAndAnUnlockWithTheirNeighbours) {
  const auto names = names_of(
      "void f() { a_ = 1; b_.store(true, std::memory_order_release); }\n"
      "void g() { m_.unlock(); c_ = 1; }");
  EXPECT_TRUE(has(names, "f: b_.store(true, release) before a_ = 1"));
  EXPECT_TRUE(has(names, "g: c_ = 1 before m_.unlock()"));
}

TEST(Mutator, MovesJoins) {
  const auto names = names_of(
      "void f() { std::thread t(a); b(); t.join(); c(); }\n"
      "void g() { std::vector<std::thread> all;\n"
      "  for (auto& x : y) { all.emplace_back(x); }\n"
      "  for (auto& t : all) { t.join(); } }\n"
      "void h() { std::jthread t(a); b(); }");
  EXPECT_TRUE(has(names, "f: t.join() before b()"));
  EXPECT_TRUE(has(names, "f: t.join() behind c()"));
  EXPECT_TRUE(has(names, "f: no t.join()"));
  EXPECT_TRUE(has(names, "f: t.join() -> detach"));
  EXPECT_TRUE(has(names, "g: all joined in the loop that starts it"));
  EXPECT_TRUE(has(names, "h: t joined at once"));
}

TEST(Mutator, LeavesOutWhatOthersWaitFor) {
  const auto names =
      names_of("void f() { queue.close(); latch_.count_down(); }");
  EXPECT_TRUE(has(names, "f: no queue.close()"));
  EXPECT_TRUE(has(names, "f: no latch_.count_down()"));
}

TEST(Mutator, LeavesOutStepsChecksAndRounds) {
  const auto names = names_of(
      "bool f() { if (closed_) return false; x_ = 1;"
      " if (y_ == 2) { z(); } for (auto& a : b_) a.c(); }");
  EXPECT_TRUE(has(names, "f: no if (closed_) return false"));
  EXPECT_TRUE(has(names, "f: no x_ = 1"));
  EXPECT_TRUE(has(names, "f: as if always y_ == 2"));
  EXPECT_TRUE(has(names, "f: as if never y_ == 2"));
  EXPECT_TRUE(has(names, "f: one round of for (auto& a : b_)"));
}

TEST(Mutator, ChangesNothingAboveTheMarkerOrInAComment) {
  const std::string above = "void f() { c_.notify_one(); }\n";
  const std::string source =
      above + "// edit below this line\n// c_.notify_one();\n";
  EXPECT_TRUE(names_of(source).empty());
  EXPECT_TRUE(text_of(source).ends_with(source));
}

TEST(Mutator, KeepsTheLines) {
  const std::string source =
      "void f() {\n  std::lock_guard lock(m_);\n  a_ = 1;\n  b_ = 1;\n}\n";
  const std::string text = text_of(source);
  EXPECT_EQ(std::ranges::count(text, '\n'),
            std::ranges::count(source, '\n') + 2);
}

TEST(Mutator, LeavesOutWhatDoesNotCompile) {
  MutantChoice choice;
  choice.not_these = {"f: no c_.notify_one"};
  const std::string source = "void f() { c_.notify_one(); }";
  const auto all = mutate({{"x.hpp", source}});
  const auto some = mutate({{"x.hpp", source}}, choice);
  ASSERT_EQ(some.mutants.size() + 1, all.mutants.size());
  // The others keep their numbers.
  EXPECT_EQ(some.mutants.front().number, all.mutants[1].number);
  EXPECT_EQ(some.mutants.front().name, all.mutants[1].name);
}

TEST(Mutator, NamesNoTwoAlike) {
  const auto names =
      names_of("void f() { if (x) { c_.notify_one(); } c_.notify_one(); }");
  EXPECT_TRUE(has(names, "f: no c_.notify_one"));
  EXPECT_TRUE(has(names, "f: no c_.notify_one (2)"));
}

TEST(Mutator, DisarmsExpectations) {
  const MutatedAnswer test =
      disarm("test.cpp",
             "TEST(Suite, SaysIt) { EXPECT_EQ(a(), 1) << 2; f([&] {"
             " ASSERT_TRUE(b); EXPECT_THROW(c(), int); }); }");
  ASSERT_EQ(test.mutants.size(), 3u);
  EXPECT_EQ(test.mutants[0].name, "SaysIt: EXPECT_EQ(a(), 1)");
  EXPECT_EQ(test.mutants[1].name, "SaysIt: ASSERT_TRUE(b)");
  EXPECT_NE(test.files.at("test.cpp").find("expect_nothing(a(), 1);"),
            std::string::npos);
  EXPECT_NE(test.files.at("test.cpp").find("try { c(); } catch (...)"),
            std::string::npos);
}

}  // namespace
}  // namespace hb::runner

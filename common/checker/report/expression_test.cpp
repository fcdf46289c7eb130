#include "checker/report/expression.hpp"

#include <gtest/gtest.h>

namespace hb::checker {
namespace {

using Texts = std::vector<std::string>;

Texts operation_in(const std::string& line, Operation operation,
                   LocationKind kind = LocationKind::atomic) {
  return objects_in(line, {Sought::Access::operation, operation, kind, 0});
}

TEST(Expression, IsWhatTheCallIsMadeOn) {
  EXPECT_EQ(operation_in("  tail_.store(1, relaxed);", Operation::store),
            Texts{"tail_"});
  EXPECT_EQ(operation_in("  while (!ready->load()) {", Operation::load),
            Texts{"ready"});
  EXPECT_EQ(
      operation_in("  return ring.slots[i + 1].full.load();", Operation::load),
      Texts{"ring.slots[i + 1].full"});
  EXPECT_EQ(operation_in("  this->head_.exchange(n);", Operation::exchange),
            Texts{"head_"});
  EXPECT_EQ(operation_in("  (*flag).store(1);", Operation::store),
            Texts{"*flag"});
  EXPECT_EQ(operation_in("  shelf(a, b).top.store(1);", Operation::store),
            Texts{"shelf(a, b).top"});
}

TEST(Expression, IsOfTheOperationThatIsMeant) {
  const std::string line = "  head_.store(tail_.load(acquire), release);";
  EXPECT_EQ(operation_in(line, Operation::store), Texts{"head_"});
  EXPECT_EQ(operation_in(line, Operation::load), Texts{"tail_"});
}

TEST(Expression, PassesOverCommentsAndStrings) {
  EXPECT_EQ(operation_in("  x.store(1);  // not y.store(1)", Operation::store),
            Texts{"x"});
  EXPECT_EQ(
      operation_in("  log(\"y.store(1)\"), x.store('a');", Operation::store),
      Texts{"x"});
}

TEST(Expression, IsTheMutexOfAGuard) {
  const LocationKind object = LocationKind::object;
  EXPECT_EQ(operation_in("  std::lock_guard lock(mutex_);",
                         Operation::mutex_lock, object),
            Texts{"mutex_"});
  EXPECT_EQ(operation_in("  std::unique_lock<std::mutex> lock{queue.mutex};",
                         Operation::mutex_lock, object),
            Texts{"queue.mutex"});
  EXPECT_EQ(operation_in("  std::scoped_lock both(from.m, to.m);",
                         Operation::mutex_lock, object),
            (Texts{"from.m", "to.m"}));
  EXPECT_EQ(operation_in("  mutex_.lock();", Operation::mutex_lock, object),
            Texts{"mutex_"});
}

TEST(Expression, IsNotTheConditionVariableForItsMutex) {
  EXPECT_EQ(operation_in("  ready_.wait(lock);", Operation::mutex_lock,
                         LocationKind::object),
            Texts{});
  EXPECT_EQ(operation_in("  ready_.wait(lock);", Operation::wait_sleep,
                         LocationKind::waiters),
            Texts{"ready_"});
}

TEST(Expression, IsWhatAnOperatorChanges) {
  EXPECT_EQ(operation_in("  ++count;", Operation::fetch_add), Texts{"count"});
  EXPECT_EQ(operation_in("  count_[i]--;", Operation::fetch_sub),
            Texts{"count_[i]"});
  EXPECT_EQ(operation_in("  total += 2;", Operation::fetch_add),
            Texts{"total"});
  EXPECT_EQ(operation_in("  done = true;", Operation::store), Texts{"done"});
}

TEST(Expression, IsWhatAPlainWriteAssigns) {
  const auto written = [](const std::string& line) {
    return objects_in(line, {Sought::Access::plain_write, Operation::none,
                             LocationKind::atomic, 0});
  };
  EXPECT_EQ(written("  buffer_[tail % kSize] = value;"),
            Texts{"buffer_[tail % kSize]"});
  EXPECT_EQ(written("  *result = 3;"), Texts{"*result"});
  EXPECT_EQ(written("  if (a == b && c <= d) e |= f;"), Texts{"e"});
  EXPECT_EQ(written("  call(x);"), Texts{});
}

TEST(Expression, IsWhatAPlainReadReturnsOrCompares) {
  const auto read = [](const std::string& line) {
    return objects_in(line, {Sought::Access::plain_read, Operation::none,
                             LocationKind::atomic, 0});
  };
  EXPECT_EQ(read("  return buffer_[head];"), Texts{"buffer_[head]"});
  EXPECT_EQ(read("  EXPECT_EQ(shared.value, 3);"), Texts{"shared.value"});
  EXPECT_EQ(read("  EXPECT_EQ(3, shared.value);"), Texts{"shared.value"});
  EXPECT_EQ(read("  const int x = y;"), Texts{"y"});
  EXPECT_EQ(read("  return f(x) + 1;"), Texts{});
}

TEST(Expression, IsChosenByTheColumn) {
  const std::string line = "  return a.load() + b.load();";
  EXPECT_EQ(objects_in(line, {Sought::Access::operation, Operation::load,
                              LocationKind::atomic, 24})
                .front(),
            "b");
  EXPECT_EQ(objects_in(line, {Sought::Access::operation, Operation::load,
                              LocationKind::atomic, 12})
                .front(),
            "a");
}

TEST(Expression, EndsInAName) {
  EXPECT_EQ(last_name("ring.buffer_[i + 1]"), "buffer_");
  EXPECT_EQ(last_name("grid[i][j]"), "grid");
  EXPECT_EQ(last_name("head_"), "head_");
  EXPECT_EQ(last_name("node->next"), "next");
}

TEST(Expression, GetsTheIndexThatWasUsed) {
  EXPECT_TRUE(has_computed_index("a[i]"));
  EXPECT_FALSE(has_computed_index("a[12]"));
  EXPECT_FALSE(has_computed_index("a"));
  EXPECT_EQ(with_index("grid[i][j + 1]", "2"), "grid[i][2]");
}

}  // namespace
}  // namespace hb::checker

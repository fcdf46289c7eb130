#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>

#include "checker/explore.hpp"
#include "sync/snapshot.hpp"

namespace hb::sync {
namespace {

struct Pair {
  int one = 0;
  int two = 0;
};

using Numbers = Snapshot<Pair>;

TEST(Snapshot, IsReadWholeAndNeverBackwards) {
  explore([] {
    Numbers numbers(Pair{0, 0});
    std::jthread writer([&] {
      numbers.publish({1, 1});
      numbers.publish({2, 2});
    });
    Numbers::Reader reader(numbers);
    const Pair first = reader.read();
    const Pair second = reader.read();
    EXPECT_EQ(first.one, first.two);
    EXPECT_EQ(second.one, second.two);
    EXPECT_LE(first.one, second.one);
  });
}

TEST(Snapshot, IsReadByWhoeverHearsOfItOtherwise) {
  explore([] {
    Numbers numbers(Pair{0, 0});
    Numbers::Reader reader(numbers);
    std::atomic<bool> is_published = false;
    std::jthread writer([&] {
      numbers.publish({1, 1});
      is_published.store(true, std::memory_order_release);
    });
    const bool heard = is_published.load(std::memory_order_acquire);
    EXPECT_TRUE(!heard || reader.read().one == 1);
  });
}

TEST(Snapshot, LosesNoUpdate) {
  explore([] {
    Snapshot<int> count(0);
    std::jthread other([&] { count.update([](int now) { return now + 1; }); });
    count.update([](int now) { return now + 1; });
    other.join();
    EXPECT_EQ(*count.get(), 2);
  });
}

TEST(Snapshot, LosesNoPublicationInAnUpdate) {
  explore([] {
    Snapshot<int> count(0);
    std::jthread other([&] { count.publish(10); });
    count.update([](int now) { return now + 1; });
    other.join();
    const int last = *count.get();
    EXPECT_TRUE(last == 10 || last == 11) << last;
  });
}

TEST(Snapshot, MayEndBeforeItsReaders) {
  explore([] {
    auto value = std::make_unique<Snapshot<int>>(1);
    std::jthread other([reader = Snapshot<int>::Reader(*value)]() mutable {
      const int seen = reader.read();
      EXPECT_TRUE(seen == 1 || seen == 2);
    });
    value->publish(2);
    value.reset();
  });
}

TEST(Snapshot, StaysAsItIsWhenAChangeThrows) {
  explore([] {
    Snapshot<int> value(1);
    std::jthread other([&] { value.update([](int now) { return now + 1; }); });
    try {
      value.update([](int) -> int { throw std::runtime_error("no"); });
    } catch (const std::runtime_error&) {
    }
    other.join();
    EXPECT_EQ(*value.get(), 2);
  });
}

}  // namespace
}  // namespace hb::sync

// Containers, strings and streams of the standard library inside threads, and
// Boost's header-only types, right and wrong. What each test comes to stands in
// expected.tsv.

// WHY: interruption points live in Boost's compiled library, which no checker
// can see into; without them these types are in headers alone.
#define BOOST_THREAD_DONT_PROVIDE_INTERRUPTIONS

#include <gtest/gtest.h>

#include <atomic>

#include <boost/lockfree/queue.hpp>
#include <boost/lockfree/spsc_queue.hpp>
#include <boost/lockfree/stack.hpp>
#include <boost/thread/condition_variable.hpp>
#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/shared_mutex.hpp>

#include <iostream>
#include <iterator>
#include <list>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "checker/explore.hpp"

namespace {

using hb::explore;

TEST(Map, UnderAMutexTakesWritersFromTwoThreads) {
  explore([] {
    std::mutex mutex;
    std::map<int, std::string> names;
    const auto add = [&](int key) {
      std::lock_guard lock(mutex);
      names[key] = "a name that is too long to live inside its string";
    };
    std::jthread first(add, 1);
    std::jthread second(add, 2);
    first.join();
    second.join();
    EXPECT_EQ(names.size(), 2U);
  });
}

TEST(Map, MayBeReadByTwoThreads) {
  explore([] {
    const std::map<int, int> squares{{1, 1}, {2, 4}};
    const auto read = [&] { EXPECT_EQ(squares.at(2), 4); };
    std::jthread first(read);
    std::jthread second(read);
  });
}

TEST(MapWrong, InsertedFromTwoThreadsRaces) {
  explore([] {
    std::map<int, int> squares;
    std::jthread first([&] { squares[1] = 1; });
    std::jthread second([&] { squares[2] = 4; });
  });
}

// The iteration reads only nodes: what races stands in the library's compiled
// code, in the rebalancing of the tree.
TEST(MapWrong, IteratedWhileItGrowsRaces) {
  explore([] {
    std::map<int, int> squares{{1, 1}, {2, 4}, {3, 9}};
    auto last = std::prev(squares.end());
    std::jthread reader([&] { EXPECT_EQ((--last)->first, 2); });
    squares.emplace_hint(squares.end(), 4, 16);
  });
}

TEST(List, UnderAMutexTakesWritersFromTwoThreads) {
  explore([] {
    std::mutex mutex;
    std::list<int> numbers;
    const auto add = [&](int number) {
      std::lock_guard lock(mutex);
      numbers.push_back(number);
    };
    std::jthread first(add, 1);
    std::jthread second(add, 2);
    first.join();
    second.join();
    EXPECT_EQ(numbers.size(), 2U);
  });
}

TEST(ListWrong, ExtendedFromTwoThreadsRaces) {
  explore([] {
    std::list<int> numbers;
    std::jthread first([&] { numbers.push_back(1); });
    std::jthread second([&] { numbers.push_back(2); });
  });
}

TEST(Vector, ElementsMayBeWrittenByOneThreadEach) {
  explore([] {
    std::vector<int> numbers(2);
    std::jthread first([&] { numbers[0] = 1; });
    std::jthread second([&] { numbers[1] = 2; });
    first.join();
    second.join();
    EXPECT_EQ(numbers[0] + numbers[1], 3);
  });
}

TEST(VectorWrong, GrowthFreesWhatAnotherThreadReads) {
  explore([] {
    std::vector<int> numbers{1};
    const int& first = numbers.front();
    std::jthread reader([&] { EXPECT_EQ(first, 1); });
    numbers.push_back(2);
  });
}

TEST(VectorWrong, BitsOfOneWordRace) {
  explore([] {
    std::vector<bool> bits(2);
    std::jthread first([&] { bits[0] = true; });
    std::jthread second([&] { bits[1] = true; });
  });
}

TEST(String, BelongsToItsThread) {
  explore([] {
    const auto work = [](int me) {
      std::string text = "a text that is too long to live inside, of ";
      text += std::to_string(me);
      EXPECT_EQ(text.back(), static_cast<char>('0' + me));
    };
    std::jthread first(work, 1);
    std::jthread second(work, 2);
  });
}

TEST(StringWrong, ExtendedFromTwoThreadsRaces) {
  explore([] {
    std::string text;
    std::jthread first([&] { text += 'a'; });
    std::jthread second([&] { text += 'b'; });
  });
}

struct Point {
  int x;
  int y;
};

// clang calls the library's functions for these, of whatever size.
TEST(AtomicStructure, IsReadWholeOrNotAtAll) {
  explore([] {
    std::atomic<Point> point = Point{0, 0};
    std::jthread writer([&] { point.store({1, 1}); });
    const Point seen = point.load();
    EXPECT_EQ(seen.x, seen.y);
  });
}

TEST(AtomicStructureWrong, StoredRelaxedItCarriesNothing) {
  explore([] {
    std::atomic<Point> point = Point{0, 0};
    std::atomic<Point> ready = Point{0, 0};
    std::jthread writer([&] {
      point.store({1, 1}, std::memory_order_relaxed);
      ready.store({1, 1}, std::memory_order_relaxed);
    });
    if (ready.load(std::memory_order_acquire).x == 0) return;
    EXPECT_EQ(point.load(std::memory_order_relaxed).x, 1);
  });
}

TEST(Stream, OfItsOwnEachThreadMayWrite) {
  explore([] {
    const auto work = [](int me) {
      std::ostringstream text;
      text << "thread " << me << ' ' << 0.5;
      EXPECT_EQ(text.str(), "thread " + std::to_string(me) + " 0.5");
    };
    std::jthread first(work, 1);
    std::jthread second(work, 2);
  });
}

TEST(Stream, OfStandardOutputMayBeShared) {
  explore([] {
    std::jthread first([] { std::cout << "" << std::flush; });
    std::cout << "" << std::flush;
  });
}

TEST(BoostQueue, CarriesTheValue) {
  explore([] {
    boost::lockfree::queue<int, boost::lockfree::capacity<2>> queue;
    std::jthread producer([&] { EXPECT_TRUE(queue.push(1)); });
    int value = 0;
    if (queue.pop(value)) {
      EXPECT_EQ(value, 1);
    }
  });
}

TEST(BoostQueueWrong, MayStillBeEmpty) {
  explore([] {
    boost::lockfree::queue<int, boost::lockfree::capacity<2>> queue;
    std::jthread producer([&] { queue.push(1); });
    int value = 0;
    EXPECT_TRUE(queue.pop(value));
  });
}

TEST(BoostStack, CarriesTheValue) {
  explore([] {
    boost::lockfree::stack<int, boost::lockfree::capacity<2>> stack;
    std::jthread producer([&] { EXPECT_TRUE(stack.push(1)); });
    int value = 0;
    if (stack.pop(value)) {
      EXPECT_EQ(value, 1);
    }
  });
}

TEST(BoostStackWrong, GivesTheLastValueFirst) {
  explore([] {
    boost::lockfree::stack<int, boost::lockfree::capacity<2>> stack;
    std::jthread producer([&] {
      stack.push(1);
      stack.push(2);
    });
    int value = 1;
    stack.pop(value);
    EXPECT_EQ(value, 1) << "as from a queue";
  });
}

TEST(BoostSpscQueue, CarriesEveryValueInOrder) {
  explore([] {
    boost::lockfree::spsc_queue<int, boost::lockfree::capacity<2>> queue;
    std::jthread producer([&] {
      for (int i = 1; i <= 3; ++i) {
        while (!queue.push(i)) {
        }
      }
    });
    for (int i = 1; i <= 3; ++i) {
      int value = 0;
      while (!queue.pop(value)) {
      }
      EXPECT_EQ(value, i);
    }
  });
}

TEST(BoostSpscQueueWrong, TwoProducersRace) {
  explore([] {
    boost::lockfree::spsc_queue<int, boost::lockfree::capacity<4>> queue;
    std::jthread first([&] { queue.push(1); });
    std::jthread second([&] { queue.push(2); });
  });
}

TEST(BoostMutex, LosesNoIncrement) {
  explore([] {
    boost::mutex mutex;
    int count = 0;
    const auto add_one = [&] {
      boost::lock_guard<boost::mutex> lock(mutex);
      ++count;
    };
    std::jthread first(add_one);
    std::jthread second(add_one);
    first.join();
    second.join();
    EXPECT_EQ(count, 2);
  });
}

TEST(BoostMutexWrong, TwoOrdersDeadlock) {
  explore([] {
    boost::mutex left;
    boost::mutex right;
    std::jthread first([&] {
      boost::lock_guard<boost::mutex> outer(left);
      boost::lock_guard<boost::mutex> inner(right);
    });
    std::jthread second([&] {
      boost::lock_guard<boost::mutex> outer(right);
      boost::lock_guard<boost::mutex> inner(left);
    });
  });
}

TEST(BoostConditionVariable, HandsOverUnderTheLock) {
  explore([] {
    boost::mutex mutex;
    boost::condition_variable changed;
    bool ready = false;
    std::jthread taker([&] {
      boost::unique_lock<boost::mutex> lock(mutex);
      while (!ready) changed.wait(lock);
    });
    {
      boost::lock_guard<boost::mutex> lock(mutex);
      ready = true;
    }
    changed.notify_one();
  });
}

TEST(BoostConditionVariableWrong, NobodyNotifies) {
  explore([] {
    boost::mutex mutex;
    boost::condition_variable changed;
    bool ready = false;
    std::jthread taker([&] {
      boost::unique_lock<boost::mutex> lock(mutex);
      while (!ready) changed.wait(lock);
    });
    boost::lock_guard<boost::mutex> lock(mutex);
    ready = true;
  });
}

TEST(BoostUpgradeMutex, UpgradesWithoutAnotherWriterBetween) {
  explore([] {
    boost::upgrade_mutex mutex;
    int count = 0;
    std::jthread upgrader([&] {
      boost::upgrade_lock<boost::upgrade_mutex> look(mutex);
      const int seen = count;
      boost::upgrade_to_unique_lock<boost::upgrade_mutex> write(look);
      EXPECT_EQ(count, seen);
      ++count;
    });
    boost::unique_lock<boost::upgrade_mutex> write(mutex);
    ++count;
  });
}

TEST(BoostUpgradeMutexWrong, WritingUnderASharedLockRaces) {
  explore([] {
    boost::upgrade_mutex mutex;
    int count = 0;
    const auto write = [&] {
      boost::shared_lock<boost::upgrade_mutex> lock(mutex);
      ++count;
    };
    std::jthread first(write);
    std::jthread second(write);
  });
}

}  // namespace

// Threads, stop tokens, thread-local objects, once and static initialisation,
// right and wrong. What each test comes to stands in expected.tsv.

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <stop_token>
#include <thread>
#include <utility>

#include "checker/explore.hpp"
#include "checker/programs/escape.hpp"

namespace {

using hb::explore;
using hb::programs::escaped;

TEST(Thread, JoinSeesWhatTheThreadWrote) {
  explore([] {
    int value = 0;
    std::thread writer([&] { value = 1; });
    writer.join();
    EXPECT_EQ(value, 1);
  });
}

TEST(Thread, HasAnIdOfItsOwn) {
  explore([] {
    std::thread::id id;
    std::thread thread([&] { id = std::this_thread::get_id(); });
    EXPECT_NE(thread.get_id(), std::this_thread::get_id());
    const std::thread::id seen = thread.get_id();
    thread.join();
    EXPECT_EQ(id, seen);
  });
}

TEST(Thread, CarriesAnArgumentThatOnlyMoves) {
  explore([] {
    auto value = std::make_unique<int>(4);
    std::jthread taker([](std::unique_ptr<int> taken) { EXPECT_EQ(*taken, 4); },
                       std::move(value));
  });
}

TEST(Thread, HasItsOwnErrno) {
  explore([] {
    std::atomic<int> steps = 0;
    const auto work = [&](int me) {
      errno = me;
      ++steps;
      EXPECT_EQ(errno, me);
    };
    std::jthread first(work, 1);
    std::jthread second(work, 2);
  });
}

TEST(ThreadWrong, ReadBeforeTheJoinRaces) {
  explore([] {
    int value = 0;
    std::thread writer([&] { value = 1; });
    EXPECT_LE(value, 1);
    writer.join();
  });
}

TEST(ThreadWrong, AnOwnersIdIsNoLock) {
  explore([] {
    std::size_t owner = 0;
    const auto work = [&] {
      owner = std::hash<std::thread::id>()(std::this_thread::get_id());
    };
    std::jthread first(work);
    std::jthread second(work);
  });
}

TEST(ThreadWrong, DetachedItOutlivesTheTest) {
  explore([] {
    static std::atomic<int> steps = 0;
    std::thread([] { ++steps; }).detach();
  });
}

TEST(ThreadWrong, ItsStackIsUsedAfterItsEnd) {
  explore([] {
    std::atomic<int>* address = nullptr;
    std::jthread owner([&] {
      std::atomic<int> value = 1;
      address = escaped(&value);
    });
    owner.join();
    EXPECT_EQ(address->load(), 1);
  });
}

TEST(ThreadWrong, CapturesALocalThatIsGone) {
  explore([] {
    std::jthread reader;
    {
      auto value = std::make_unique<int>(1);
      reader = std::jthread(
          [local = escaped(value.get())] { EXPECT_EQ(*local, 1); });
    }
  });
}

TEST(StopToken, EndsALoopThatPolls) {
  explore([] {
    int rounds = 0;
    std::jthread worker([&](std::stop_token stop) {
      while (!stop.stop_requested()) {
      }
      ++rounds;
    });
    worker.request_stop();
    worker.join();
    EXPECT_EQ(rounds, 1);
  });
}

TEST(StopTokenWrong, NobodyRequestsTheStop) {
  explore([] {
    std::stop_source source;
    std::jthread worker([stop = source.get_token()] {
      while (!stop.stop_requested()) {
      }
    });
  });
}

TEST(StopCallback, RunsOnceInTheRequestingThread) {
  explore([] {
    std::stop_source source;
    int calls = 0;
    const auto me = std::this_thread::get_id();
    std::stop_callback callback(source.get_token(), [&] {
      ++calls;
      EXPECT_EQ(std::this_thread::get_id(), me);
    });
    source.request_stop();
    source.request_stop();
    EXPECT_EQ(calls, 1);
  });
}

TEST(StopCallback, IsOverOnceItsDestructorReturns) {
  explore([] {
    std::stop_source source;
    int calls = 0;
    std::jthread requester([&] { source.request_stop(); });
    {
      std::stop_callback callback(source.get_token(), [&] { ++calls; });
    }
    EXPECT_LE(calls, 1);  // no race: the destructor waits for a running call
  });
}

// What request_stop() still does after that destructor touches nothing.
TEST(StopCallback, LeavesItsMemoryToTheNextObject) {
  explore([] {
    using Callback = std::stop_callback<void (*)()>;
    std::stop_source source;
    std::jthread requester([&] { source.request_stop(); });
    alignas(Callback) std::array<unsigned char, sizeof(Callback)> room;
    unsigned char* const place = escaped(room.data());
    std::destroy_at(new (place) Callback(source.get_token(), [] {}));
    for (std::size_t i = 0; i < room.size(); ++i) place[i] = 1;
  });
}

TEST(StopCallback, MayBeOnTheHeap) {
  explore([] {
    using Callback = std::stop_callback<void (*)()>;
    std::stop_source source;
    std::jthread requester([&] { source.request_stop(); });
    delete escaped(new Callback(source.get_token(), [] {}));
  });
}

TEST(StopCallbackWrong, RacesWithItsOwnersThread) {
  explore([] {
    std::stop_source source;
    int calls = 0;
    std::jthread requester([&] { source.request_stop(); });
    std::stop_callback callback(source.get_token(), [&] { ++calls; });
    EXPECT_LE(calls, 1);
  });
}

thread_local int local_count = 5;

struct Owner {
  std::unique_ptr<int> value = std::make_unique<int>(1);
};
thread_local Owner local_owner;

TEST(ThreadLocal, BelongsToOneThread) {
  explore([] {
    std::atomic<int> steps = 0;
    const auto work = [&](int amount) {
      EXPECT_EQ(local_count, 5);
      local_count += amount;
      ++steps;
      EXPECT_EQ(local_count, 5 + amount);
    };
    std::jthread first(work, 1);
    work(2);
  });
}

TEST(ThreadLocal, IsDestroyedWithItsThread) {
  explore([] {
    std::jthread first([] { EXPECT_EQ((*local_owner.value)++, 1); });
    EXPECT_EQ((*local_owner.value)++, 1);
  });  // a destructor that did not run would be a leak
}

TEST(ThreadLocalWrong, CountsOnlyItsOwnThread) {
  explore([] {
    std::jthread first([] { ++local_count; });
    std::jthread second([] { ++local_count; });
    first.join();
    second.join();
    EXPECT_EQ(local_count, 7);
  });
}

TEST(ThreadLocalWrong, ItsPointeeDiesWithTheThread) {
  explore([] {
    int* value = nullptr;
    std::jthread owner([&] { value = local_owner.value.get(); });
    owner.join();
    EXPECT_EQ(*value, 1);
  });
}

TEST(ThreadLocalWrong, ItsAddressOutlivesTheThread) {
  explore([] {
    int* address = nullptr;
    std::jthread owner([&] { address = escaped(&local_count); });
    owner.join();
    *address = 2;
  });
}

TEST(CallOnce, RunsOnceAndEveryCallerSeesIt) {
  explore([] {
    std::once_flag once;
    int value = 0;
    const auto work = [&] {
      std::call_once(once, [&] { ++value; });
      EXPECT_EQ(value, 1);
    };
    std::jthread first(work);
    std::jthread second(work);
  });
}

TEST(CallOnce, TriesAgainAfterAnException) {
  explore([] {
    std::once_flag once;
    int tries = 0;
    int value = 0;
    const auto work = [&] {
      try {
        std::call_once(once, [&] {
          if (++tries == 1) throw tries;
          ++value;
        });
      } catch (int) {
      }
    };
    std::jthread first(work);
    std::jthread second(work);
    first.join();
    second.join();
    EXPECT_EQ(value, 1);
  });
}

TEST(CallOnceWrong, AFlagForEachThreadRaces) {
  explore([] {
    int value = 0;
    const auto work = [&] {
      std::once_flag once;
      std::call_once(once, [&] { ++value; });
    };
    std::jthread first(work);
    std::jthread second(work);
  });
}

TEST(CallOnceWrong, EveryCallThrows) {
  explore([] {
    std::once_flag once;
    std::jthread first([&] { std::call_once(once, [] { throw 1; }); });
  });
}

struct Config {
  int first = 1;
  int second = 2;
};

const Config& config() {
  static const std::unique_ptr<Config> instance = std::make_unique<Config>();
  return *instance;
}

int& shared_counter() {
  static int counter = 0;
  return counter;
}

TEST(LocalStatic, IsInitialisedOnce) {
  explore([] {
    std::jthread first([] { EXPECT_EQ(config().first, 1); });
    std::jthread second([] { EXPECT_EQ(config().second, 2); });
  });
}

TEST(LocalStaticWrong, IsGuardedWhileItIsInitialisedAndNoLonger) {
  explore([] {
    std::jthread first([] { ++shared_counter(); });
    std::jthread second([] { ++shared_counter(); });
  });
}

int executions_seen = 0;

TEST(Isolation, GlobalsAreFreshInEveryExecution) {
  explore([] {
    EXPECT_EQ(executions_seen++, 0);
    std::atomic<int> value = 0;
    std::jthread writer([&] { value = 1; });
    EXPECT_LE(value.load(), 1);
  });
}

TEST(Isolation, CapturedLocalsAreFreshInEveryExecution) {
  int seen = 0;
  explore([&] {
    EXPECT_EQ(seen++, 0);
    std::atomic<int> value = 0;
    std::jthread writer([&] { value = 1; });
    EXPECT_LE(value.load(), 1);
  });
}

}  // namespace

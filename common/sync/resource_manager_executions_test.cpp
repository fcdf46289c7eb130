#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <stop_token>
#include <thread>

#include "checker/explore.hpp"
#include "sync/resource_manager.hpp"

namespace hb::sync {
namespace {

constexpr Limits kOne = {.cpu_tokens = 1, .io_tokens = 1, .memory_bytes = 2};

TEST(ResourceManagerExecutions, LetsTwoFilesTakeTurns) {
  explore([] {
    ResourceManager all(kOne);
    FileLimit one(all, 1);
    FileLimit two(all, 1);
    int work = 0;  // guarded by the CPU token
    const auto run = [&](FileLimit& file) {
      const auto lease = file.task_lease(2);
      ++work;
    };
    std::jthread other([&] { run(two); });
    run(one);
    other.join();
    EXPECT_EQ(work, 2);
    EXPECT_TRUE(all.all_returned());
  });
}

TEST(ResourceManagerExecutions, LetsTwoTasksOfAFileTakeTurns) {
  explore([] {
    ResourceManager all(kOne);
    FileLimit file(all, 1);
    int work = 0;  // guarded by the CPU token
    const auto run = [&] {
      const auto lease = file.task_lease();
      ++work;
    };
    std::jthread other(run);
    run();
    other.join();
    EXPECT_EQ(work, 2);
    EXPECT_TRUE(all.all_returned());
  });
}

TEST(ResourceManagerExecutions, DoesNotDeadlockWithALeaseOfEachKind) {
  explore([] {
    ResourceManager all(kOne);
    FileLimit file(all, 2);
    std::jthread reader([&] {
      const auto memory = all.memory_lease(2);
      const auto io = all.io_lease();
      const auto cpu = all.cpu_lease();
    });
    { const auto lease = file.task_lease(2); }
    reader.join();
    EXPECT_TRUE(all.all_returned());
  });
}

TEST(ResourceManagerExecutions, HoldsNothingOfALeaseThatIsStopped) {
  explore([] {
    ResourceManager all(kOne);
    FileLimit file(all, 1);
    EXPECT_EQ(all.acquire_cpu(), Outcome::done);
    std::jthread waiter([&](std::stop_token stop) {
      EXPECT_EQ(file.task_lease(stop).outcome(), Outcome::stopped);
    });
    waiter.request_stop();
    waiter.join();
    EXPECT_EQ(file.tasks().in_use(), 0);
    all.release_cpu();
  });
}

TEST(ResourceManagerExecutions, EndsAllWaitingWhenItIsClosed) {
  explore([] {
    ResourceManager all(kOne);
    EXPECT_EQ(all.acquire_memory(1), Outcome::done);
    std::jthread waiter(
        [&] { EXPECT_EQ(all.memory_lease(2).outcome(), Outcome::closed); });
    all.close();
    waiter.join();
    all.release_memory(1);
  });
}

TEST(ResourceManagerExecutions, HasEverythingBackFromATaskThatThrows) {
  explore([] {
    ResourceManager all(kOne);
    FileLimit file(all, 1);
    std::jthread failing([&] {
      try {
        const auto lease = file.task_lease(1);
        throw std::runtime_error("work");
      } catch (const std::runtime_error&) {
      }
    });
    EXPECT_TRUE(file.task_lease(2));
    failing.join();
    EXPECT_TRUE(all.all_returned());
  });
}

}  // namespace
}  // namespace hb::sync

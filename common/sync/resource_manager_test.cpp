#include "sync/resource_manager.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <vector>

namespace hb::sync {
namespace {

constexpr Limits kSmall = {.cpu_tokens = 1, .io_tokens = 2, .memory_bytes = 8};

TEST(Limits, LeaveAProcessorFreeAndKeepTheDeviceBusy) {
  EXPECT_EQ(limits_for(Storage::nvme, 8, 8).cpu_tokens, 7);
  EXPECT_EQ(limits_for(Storage::nvme, 8, 1).cpu_tokens, 1);
  EXPECT_EQ(limits_for(Storage::nvme, 8, 0).cpu_tokens, 1);  // not known
  EXPECT_EQ(limits_for(Storage::nvme, 8, 8).io_tokens, 24);
  EXPECT_EQ(limits_for(Storage::ssd, 8, 8).io_tokens, 12);
  EXPECT_EQ(limits_for(Storage::hdd, 8, 8).io_tokens, 4);
}

TEST(Limits, LetAsManyChunksInAsFitAndNoMoreThanTasks) {
  EXPECT_EQ(max_parallel_chunks(64, 16, 10), 4);
  EXPECT_EQ(max_parallel_chunks(64, 16, 3), 3);
  EXPECT_EQ(max_parallel_chunks(15, 16, 3), 0);
}

TEST(ResourceManager, HasEverythingBackAfterAnException) {
  ResourceManager all(kSmall);
  FileLimit file(all, 2);
  try {
    const auto lease = file.task_lease(8);
    const auto io = all.io_lease();
    EXPECT_EQ(all.memory().in_use(), 8);
    EXPECT_EQ(all.cpu().in_use(), 1);
    EXPECT_EQ(all.io().in_use(), 1);
    throw std::runtime_error("work");
  } catch (const std::runtime_error&) {
  }
  EXPECT_TRUE(all.all_returned());
  EXPECT_EQ(file.tasks().in_use(), 0);
}

TEST(ResourceManager, HoldsNothingOfALeaseThatStopsHalfWay) {
  ResourceManager all(kSmall);
  FileLimit file(all, 2);
  ASSERT_EQ(all.acquire_cpu(), Outcome::done);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(file.task_lease(4, stop.get_token()).outcome(), Outcome::stopped);
  EXPECT_EQ(file.tasks().in_use(), 0);
  EXPECT_EQ(all.memory().in_use(), 0);
  all.release_cpu();
}

TEST(ResourceManager, MeasuresTheWaits) {
  ResourceManager all(kSmall);
  EXPECT_EQ(all.cpu().waits().count, 0);
  ASSERT_EQ(all.acquire_cpu(), Outcome::done);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(all.cpu_lease(stop.get_token()).outcome(), Outcome::stopped);
  EXPECT_EQ(all.cpu().waits().count, 1);
  EXPECT_GT(all.cpu().waits().total.count(), 0);
  EXPECT_EQ(all.io().waits().count, 0);
  all.release_cpu();
}

TEST(ResourceManager, SaysThatItIsClosed) {
  ResourceManager all(kSmall);
  FileLimit file(all, 2);
  all.close();
  EXPECT_EQ(all.io_lease().outcome(), Outcome::closed);
  EXPECT_EQ(file.task_lease(4).outcome(), Outcome::closed);
  EXPECT_EQ(file.tasks().in_use(), 0);
}

TEST(ResourceManager, HoldsTenFilesOfEightWorkersToItsTokens) {
  ResourceManager all(kSmall);
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  {
    std::vector<std::unique_ptr<FileLimit>> files;
    std::vector<std::jthread> workers;
    for (int i = 0; i < 10; ++i) {
      files.push_back(std::make_unique<FileLimit>(all, 8));
      for (int worker = 0; worker < 8; ++worker) {
        workers.emplace_back([&, file = files.back().get()] {
          const auto lease = file->task_lease(2);
          const int now = inside.fetch_add(1) + 1;
          int seen = most.load();
          while (seen < now && !most.compare_exchange_weak(seen, now)) {
          }
          inside.fetch_sub(1);
        });
      }
    }
    workers.clear();
  }
  EXPECT_EQ(most.load(), 1);
  EXPECT_TRUE(all.all_returned());
}

}  // namespace
}  // namespace hb::sync

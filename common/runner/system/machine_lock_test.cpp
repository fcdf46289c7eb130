#include "runner/system/machine_lock.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <optional>

namespace hb::runner {
namespace {

std::filesystem::path lock_file() {
  return std::filesystem::temp_directory_path() /
         ("hb_lock_" + std::to_string(getpid()));
}

void remove_lock_files() {
  std::filesystem::remove(lock_file());
  std::filesystem::remove(lock_file().string() + ".next");
}

TEST(FileLock, IsHeldByOneAtATime) {
  std::optional<FileLock> first(lock_file());
  std::atomic<bool> released = false;
  std::promise<void> waits;
  auto second = std::async(std::launch::async, [&] {
    const FileLock lock(lock_file(), [&] { waits.set_value(); });
    return released.load();
  });
  waits.get_future().wait();  // the second has found the lock taken
  released = true;
  first.reset();
  EXPECT_TRUE(second.get());
  remove_lock_files();
}

TEST(FileLock, ComesToWhoWaitsBeforeItComesBack) {
  std::optional<FileLock> first(lock_file());
  std::atomic<bool> has_come = false;
  std::promise<void> waits;
  auto second = std::async(std::launch::async, [&] {
    const FileLock lock(lock_file(), [&] { waits.set_value(); });
    has_come = true;
  });
  waits.get_future().wait();
  first.reset();
  first.emplace(lock_file());
  EXPECT_TRUE(has_come);
  second.wait();
  remove_lock_files();
}

TEST(FileLock, CallsNobodyWhenItIsFree) {
  bool told = false;
  {
    const FileLock lock(lock_file(), [&] { told = true; });
  }
  EXPECT_FALSE(told);
  remove_lock_files();
}

}  // namespace
}  // namespace hb::runner

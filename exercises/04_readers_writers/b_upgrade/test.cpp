// Tests of 04b. What is guarded is a plain int of the test: if the lock lets a
// reader and a writer in together, that is a race. Where a test needs to know
// who is asleep it runs in idle time: the clock moves only when every thread
// waits, so "a second later" means that nobody had anything left to do.

#include "04_readers_writers/b_upgrade/upgrade_mutex.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Region;
using hb::Time;
using hb::UpgradeMutex;

void let_everybody_fall_asleep() {
  std::this_thread::sleep_for(std::chrono::seconds(1));
}

void read(UpgradeMutex& mutex, const int& pages) {
  mutex.lock_shared();
  [[maybe_unused]] const volatile int seen = pages;
  mutex.unlock_shared();
}

// Reads, and writes one more, as one step.
void add_one(UpgradeMutex& mutex, int& pages) {
  mutex.lock_upgrade();
  const int seen = pages;
  mutex.upgrade();
  EXPECT_EQ(pages, seen) << "somebody has written in between";
  pages = seen + 1;
  mutex.unlock_upgrade();
}

TEST(Upgrade, OneThreadGoesInAndOutInEveryWay) {
  explore([] {
    UpgradeMutex mutex;
    int pages = 0;
    add_one(mutex, pages);
    mutex.lock_upgrade();
    mutex.unlock_upgrade();
    mutex.lock_shared();
    mutex.lock_shared();
    mutex.unlock_shared();
    mutex.unlock_shared();
    add_one(mutex, pages);
  });
}

TEST(Upgrade, ReadersAreInTogether) {
  explore(
      [] {
        UpgradeMutex mutex;
        const auto look = [&] {
          mutex.lock_shared();
          { Region region("read"); }
          mutex.unlock_shared();
        };
        std::jthread other(look);
        look();
      },
      {.can_overlap = {{"read", "read"}}});
}

TEST(Upgrade, AReaderAndOneWhoMayUpgradeAreInTogether) {
  explore(
      [] {
        UpgradeMutex mutex;
        std::jthread reader([&] {
          mutex.lock_shared();
          { Region region("read"); }
          mutex.unlock_shared();
        });
        mutex.lock_upgrade();
        { Region region("look"); }
        mutex.unlock_upgrade();
      },
      {.can_overlap = {{"read", "look"}}});
}

TEST(Upgrade, AWriterIsAlone) {
  explore([] {
    UpgradeMutex mutex;
    int pages = 0;
    std::jthread writer([&] { add_one(mutex, pages); });
    read(mutex, pages);
  });
}

TEST(Upgrade, OfTwoWhoWantToWriteBothDo) {
  explore([] {
    UpgradeMutex mutex;
    int pages = 0;
    std::jthread other([&] { add_one(mutex, pages); });
    add_one(mutex, pages);

    other.join();
    EXPECT_EQ(pages, 2);
  });
}

TEST(Upgrade, TheNextMayComeAlsoIfNobodyHasWritten) {
  explore([] {
    UpgradeMutex mutex;
    int pages = 0;
    std::jthread other([&] {
      mutex.lock_upgrade();
      mutex.unlock_upgrade();
    });
    add_one(mutex, pages);
  });
}

TEST(Upgrade, TheLastOfTwoReadersLetsTheWriterIn) {
  explore(
      [] {
        UpgradeMutex mutex;
        int pages = 0;
        std::jthread first([&] { read(mutex, pages); });
        std::jthread second([&] { read(mutex, pages); });
        add_one(mutex, pages);
      },
      {.spurious = 0});
}

TEST(Upgrade, AReaderKeepsOutTheSecondWriterToo) {
  explore(
      [] {
        UpgradeMutex mutex;
        int pages = 0;
        std::jthread first([&] { add_one(mutex, pages); });
        std::jthread second([&] { add_one(mutex, pages); });
        read(mutex, pages);
      },
      {.spurious = 0});
}

TEST(Upgrade, ReadersWhoComeWhileItWaitsComeAfterIt) {
  explore(
      [] {
        UpgradeMutex mutex;
        int pages = 0;
        mutex.lock_shared();
        std::jthread writer([&] { add_one(mutex, pages); });
        let_everybody_fall_asleep();
        std::jthread late([&] {
          mutex.lock_shared();
          EXPECT_EQ(pages, 1) << "the writer waits, and may wait for ever";
          mutex.unlock_shared();
        });
        let_everybody_fall_asleep();
        mutex.unlock_shared();
      },
      {.spurious = 0, .time = Time::idle});
}

TEST(Upgrade, ReadersWhoHaveWaitedAreInTogether) {
  explore(
      [] {
        UpgradeMutex mutex;
        mutex.lock_upgrade();
        mutex.upgrade();
        const auto look = [&] {
          mutex.lock_shared();
          { Region region("read"); }
          mutex.unlock_shared();
        };
        std::jthread first(look);
        std::jthread second(look);
        let_everybody_fall_asleep();
        mutex.unlock_upgrade();
      },
      {.spurious = 0, .time = Time::idle, .can_overlap = {{"read", "read"}}});
}

TEST(Upgrade, AThreadThatWaitsSleeps) {
  explore(
      [] {
        UpgradeMutex mutex;
        mutex.lock_shared();
        std::jthread writer([&] {
          mutex.lock_upgrade();
          {
            Region region("upgrade");
            mutex.upgrade();
          }
          mutex.unlock_upgrade();
        });
        let_everybody_fall_asleep();
        mutex.unlock_shared();
      },
      {.spurious = 0,
       .time = Time::idle,
       .budgets = {
           {.region = "upgrade", .futex_waits = 1, .polling_reads = 0}}});
}

}  // namespace

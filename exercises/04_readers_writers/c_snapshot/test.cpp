// Tests of 04c. That nobody waits for anybody is asked with the other one's
// end: an edit that waits for a reader's end, and a reader that holds settings
// while it edits. Whoever is kept waiting is a deadlock.

#include "04_readers_writers/c_snapshot/settings.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Region;
using hb::Settings;
using hb::SharedSettings;

void double_the_chunks(Settings& settings) {
  settings.chunk_size *= 2;
  settings.budget = settings.chunk_size * settings.workers;
}

void add_a_worker(Settings& settings) {
  ++settings.workers;
  settings.budget = settings.chunk_size * settings.workers;
}

TEST(Snapshot, ShowsTheLatestEdit) {
  explore([] {
    SharedSettings settings;
    settings.change(double_the_chunks);
    settings.change(add_a_worker);
    EXPECT_EQ(settings.current()->budget, 4u);
  });
}

TEST(Snapshot, AReaderSeesSettingsThatBelongTogether) {
  explore([] {
    SharedSettings settings;
    std::jthread editor([&] { settings.change(double_the_chunks); });
    const std::shared_ptr<const Settings> seen = settings.current();
    EXPECT_EQ(seen->budget, seen->chunk_size * seen->workers);
  });
}

TEST(Snapshot, WhatAReaderHoldsStaysAsItIs) {
  explore([] {
    SharedSettings settings;
    const std::shared_ptr<const Settings> held = settings.current();
    std::jthread editor([&] { settings.change(double_the_chunks); });
    EXPECT_EQ(held->budget, 1u);
  });
}

TEST(Snapshot, WhatAReaderHoldsMayOutliveTheRest) {
  explore([] {
    std::shared_ptr<const Settings> held;
    {
      SharedSettings settings;
      settings.change(double_the_chunks);
      held = settings.current();
      settings.change(double_the_chunks);
    }
    EXPECT_EQ(held->chunk_size, 2u);
  });
}

TEST(Snapshot, AnEditDoesNotKeepReadersWaiting) {
  explore([] {
    SharedSettings settings;
    std::jthread reader([&] { EXPECT_GE(settings.current()->workers, 1u); });
    settings.change([&](Settings& next) {
      reader.join();
      double_the_chunks(next);
    });
  });
}

TEST(Snapshot, AReaderDoesNotKeepAnEditWaiting) {
  explore([] {
    SharedSettings settings;
    const std::shared_ptr<const Settings> held = settings.current();
    settings.change(double_the_chunks);
    settings.change(double_the_chunks);
    EXPECT_EQ(held->chunk_size, 1u);
    EXPECT_EQ(settings.current()->chunk_size, 4u);
  });
}

TEST(Snapshot, KeepsBothOfTwoEdits) {
  explore([] {
    SharedSettings settings;
    std::jthread other([&] { settings.change(add_a_worker); });
    settings.change(double_the_chunks);

    other.join();
    const std::shared_ptr<const Settings> seen = settings.current();
    EXPECT_EQ(seen->workers, 2u);
    EXPECT_EQ(seen->chunk_size, 2u);
    EXPECT_EQ(seen->budget, 4u);
  });
}

TEST(Snapshot, ReadingIsALockAtMostAndNoCopy) {
  explore(
      [] {
        SharedSettings settings;
        std::jthread editor([&] { settings.change(double_the_chunks); });
        Region read("read");
        settings.current();
      },
      {.budgets = {{.region = "read", .locks = 1, .allocations = 0}}});
}

}  // namespace

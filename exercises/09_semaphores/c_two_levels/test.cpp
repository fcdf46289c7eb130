// Tests of 09c. What a task does is a region. One test runs in idle time: the
// clock moves only when every thread waits, so "an hour" is as long as the
// others need.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "09_semaphores/c_two_levels/file.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "checker/explore.hpp"

namespace {

using namespace std::chrono_literals;
using hb::explore;
using hb::File;
using hb::Permits;
using hb::Region;
using hb::Time;

struct Torn {};

TEST(TwoLevels, HoldsOneOfEachWhileItWorks) {
  explore([] {
    Permits processors(2), buffers(2);
    File file(processors, buffers);
    const auto work = [&] {
      EXPECT_EQ(processors.available(), 1);
      EXPECT_EQ(buffers.available(), 1);
    };
    EXPECT_TRUE(file.read(work));
    EXPECT_TRUE(file.write(work));
    EXPECT_EQ(processors.available(), 2);
    EXPECT_EQ(buffers.available(), 2);
  });
}

TEST(TwoLevels, AReadAndAWriteNeverWaitForEachOther) {
  explore([] {
    Permits processors(1), buffers(1);
    File file(processors, buffers);
    std::jthread other([&] { file.write([] {}); });
    file.read([] {});
  });
}

TEST(TwoLevels, AllFilesShareTheProcessors) {
  explore(
      [] {
        Permits processors(1), buffers(1), more_buffers(1);
        File file(processors, buffers), other_file(processors, more_buffers);
        const auto work = [] { const Region work("work"); };
        std::jthread other([&] { other_file.write(work); });
        file.write(work);
      },
      {.never_overlap = {{"work", "work"}}});
}

TEST(TwoLevels, AFileHasNoMoreAtWorkThanBuffers) {
  explore(
      [] {
        Permits processors(2), buffers(1);
        File file(processors, buffers);
        const auto work = [] { const Region work("work"); };
        std::jthread other([&] { file.write(work); });
        file.read(work);
      },
      {.never_overlap = {{"work", "work"}}});
}

TEST(TwoLevels, TwoFilesWorkSideBySide) {
  explore(
      [] {
        Permits processors(2), buffers(1), more_buffers(1);
        File file(processors, buffers), other_file(processors, more_buffers);
        const auto work = [] { const Region work("work"); };
        std::jthread other([&] { other_file.write(work); });
        file.read(work);
      },
      {.can_overlap = {{"work", "work"}}});
}

// Two files side by side, before and behind the processors in memory: an order
// of addresses would be the wrong one for one of them.
struct Archive {
  Permits buffers{1}, processors{2}, more_buffers{1};
  File file{processors, buffers}, other_file{processors, more_buffers};
};

void expect_no_processor_held(File Archive::*large, File Archive::*small) {
  explore(
      [=] {
        Archive archive;
        const auto start = std::chrono::steady_clock::now();
        const auto an_hour = [] { std::this_thread::sleep_for(1h); };
        std::jthread first([&] { (archive.*large).write(an_hour); });
        std::jthread second([&] { (archive.*large).read(an_hour); });
        std::this_thread::sleep_for(1min);
        (archive.*small).write([] {});
        EXPECT_LE(std::chrono::steady_clock::now() - start, 1min);
      },
      {.spurious = 0, .time = Time::idle});
}

TEST(TwoLevels, ATaskThatWaitsForItsFileHoldsNoProcessor) {
  expect_no_processor_held(&Archive::file, &Archive::other_file);
  expect_no_processor_held(&Archive::other_file, &Archive::file);
}

TEST(TwoLevels, BothComeBackIfTheWorkThrows) {
  explore([] {
    Permits processors(2), buffers(2);
    File file(processors, buffers);
    EXPECT_THROW(file.read([] { throw Torn{}; }), Torn);
    EXPECT_THROW(file.write([] { throw Torn{}; }), Torn);
    EXPECT_EQ(processors.available(), 2);
    EXPECT_EQ(buffers.available(), 2);
  });
}

TEST(TwoLevels, RunsNothingOnceTheProcessorsAreClosed) {
  explore([] {
    Permits processors(1), buffers(2);
    File file(processors, buffers);
    processors.close();
    EXPECT_FALSE(file.read([] { ADD_FAILURE() << "reads"; }));
    EXPECT_FALSE(file.write([] { ADD_FAILURE() << "writes"; }));
    EXPECT_EQ(processors.available(), 1);
    EXPECT_EQ(buffers.available(), 2);
  });
}

TEST(TwoLevels, RunsNothingOnceItsBuffersAreClosed) {
  explore([] {
    Permits processors(1), buffers(1);
    File file(processors, buffers);
    buffers.close();
    EXPECT_FALSE(file.read([] { ADD_FAILURE() << "reads"; }));
    EXPECT_FALSE(file.write([] { ADD_FAILURE() << "writes"; }));
    EXPECT_EQ(processors.available(), 1);
    EXPECT_EQ(buffers.available(), 1);
  });
}

TEST(TwoLevels, WhoeverWaitsForAProcessorKeepsNothingOnceTheyAreClosed) {
  explore([] {
    Permits processors(1), buffers(1);
    File file(processors, buffers);
    processors.acquire();
    std::jthread other([&] { EXPECT_FALSE(file.read([] {})); });
    processors.close();
    other.join();
    EXPECT_EQ(buffers.available(), 1);
  });
}

}  // namespace

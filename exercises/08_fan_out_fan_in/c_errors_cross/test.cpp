// Tests of 08c. `read` is called by one thread. An error is an int here: any
// type can be thrown.

#include "08_fan_out_fan_in/c_errors_cross/process.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::process;
using hb::Read;
using hb::Time;

// 1, 2, ... up to `last`.
Read count_to(int last) {
  return [last, next = 0]() mutable {
    return next < last ? std::optional(++next) : std::nullopt;
  };
}

// What process() throws; 0 if it throws nothing.
int error_of(const Read& read, int workers, const hb::Work& work) {
  try {
    process(read, workers, work);
  } catch (int error) {
    return error;
  }
  return 0;
}

TEST(ErrorsCross, WorksOnEveryValue) {
  explore([] {
    std::vector<int> worked;  // one worker: no lock is needed
    process(count_to(2), 1, [&](int value) { worked.push_back(value); });
    EXPECT_EQ(worked, (std::vector<int>{1, 2}));
  });
}

TEST(ErrorsCross, ThrowsWhatAWorkerThrew) {
  explore([] { EXPECT_EQ(error_of(count_to(1), 1, [](int) { throw 7; }), 7); });
}

TEST(ErrorsCross, ThrowsWhatTheReaderThrew) {
  explore([] {
    EXPECT_EQ(error_of([]() -> std::optional<int> { throw 8; }, 1, {}), 8);
  });
}

TEST(ErrorsCross, StopsTheReaderWhenTheOnlyWorkerHasFailed) {
  explore([] {
    int reads = 0;
    const auto read = [&] {
      return ++reads <= 5 ? std::optional(reads) : std::nullopt;
    };
    EXPECT_EQ(error_of(read, 1, [](int) { throw 7; }), 7);
    EXPECT_LE(reads, 3) << "one was worked on, one in the channel, one in hand";
  });
}

TEST(ErrorsCross, BeginsNothingAfterAFailure) {
  explore([] {
    int begun = 0;  // one worker: no lock is needed
    error_of(count_to(2), 1, [&](int) { throw ++begun; });
    EXPECT_EQ(begun, 1);
  });
}

TEST(ErrorsCross, ThrowsOneErrorOfTwo) {
  explore(
      [] {
        const int error =
            error_of(count_to(2), 2, [](int value) { throw value; });
        EXPECT_TRUE(error == 1 || error == 2) << error;
      },
      {.spurious = 0});
}

// In idle time: a second later, whoever failed has nothing left to do.
TEST(ErrorsCross, ThrowsTheFirstErrorAndNotTheLast) {
  explore(
      [] {
        const auto work = [](int value) {
          if (value == 2) std::this_thread::sleep_for(std::chrono::seconds(1));
          throw value;
        };
        EXPECT_EQ(error_of(count_to(2), 2, work), 1);
      },
      {.spurious = 0, .time = Time::idle});
}

// In idle time: the other worker is busy until the error has been thrown.
TEST(ErrorsCross, StopsTheReaderWhenOneOfTwoWorkersHasFailed) {
  explore(
      [] {
        int reads = 0;
        const auto read = [&] {
          return ++reads <= 6 ? std::optional(reads) : std::nullopt;
        };
        const auto work = [](int value) {
          if (value == 1) throw 7;
          std::this_thread::sleep_for(std::chrono::seconds(1));
        };
        EXPECT_EQ(error_of(read, 2, work), 7);
        EXPECT_LE(reads, 4) << "two worked on, one in the channel, one in hand";
      },
      {.spurious = 0, .time = Time::idle});
}

TEST(ErrorsCross, LetsTwoWorkersWorkAtTheSameTime) {
  explore(
      [] {
        std::atomic<bool> other_works = false;
        process(count_to(2), 2, [&](int value) {
          if (value == 2) other_works = true;
          while (!other_works) {
          }
        });
      },
      {.spurious = 0});
}

TEST(ErrorsCross, EndsTheWorkersThatWaitWhenTheReaderFails) {
  explore(
      [] {
        int reads = 0;
        const auto read = [&]() -> std::optional<int> {
          if (++reads == 2) throw 8;
          return reads;
        };
        EXPECT_EQ(error_of(read, 2, [](int) {}), 8);
      },
      {.spurious = 0});
}

}  // namespace

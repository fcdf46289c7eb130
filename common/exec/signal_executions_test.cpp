#include "exec/signal.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <tuple>

#include "checker/explore.hpp"

namespace hb::exec {
namespace {

TEST(Signal, PassesOnWhatWasWrittenBeforeIt) {
  explore([] {
    int value = 0;
    Signal signal;
    std::jthread other([&] {
      value = 42;
      signal.set();
    });
    EXPECT_EQ(signal.wait(), sync::Outcome::done);
    EXPECT_EQ(value, 42);
  });
}

TEST(Signal, WakesAllWhoWait) {
  explore([] {
    Signal signal;
    std::jthread one([&] { std::ignore = signal.wait(); });
    std::jthread other([&] { std::ignore = signal.wait(); });
    signal.set();
  });
}

TEST(Signal, StopsAWaitThatIsAskedTo) {
  explore([] {
    Signal signal;
    std::stop_source stop;
    std::jthread other([&] { stop.request_stop(); });
    EXPECT_EQ(signal.wait(stop.get_token()), sync::Outcome::stopped);
  });
}

TEST(Signal, TimesOutAtTheDeadline) {
  explore(
      [] {
        Signal signal;
        const auto soon =
            std::chrono::steady_clock::now() + std::chrono::seconds(1);
        EXPECT_EQ(signal.wait_until(soon), sync::Outcome::timed_out);
      },
      {.time = Time::idle});
}

}  // namespace
}  // namespace hb::exec

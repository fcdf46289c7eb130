#include "sync/channel.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <tuple>
#include <variant>

#include "sync/select.hpp"

namespace hb::sync {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A steady clock may begin with the machine, and that an hour ago before it.
TEST(Channel, IsLateAtADeadlineBeforeTheClockBegan) {
  const steady_clock::time_point past{milliseconds(-1500)};
  for (const std::size_t capacity : {0U, 1U}) {
    Channel<int> channel(capacity);
    EXPECT_EQ(channel.receive_until(past).outcome(), Outcome::timed_out);
    EXPECT_EQ(select(std::tie(channel), past).outcome(), Outcome::timed_out);
  }
}

TEST(Parker, SleepsAgainAfterItWasLate) {
  Parker parker;
  EXPECT_FALSE(parker.park(steady_clock::now()));
  EXPECT_FALSE(parker.park(steady_clock::now()));
  parker.signal();
  EXPECT_TRUE(parker.park());
}

TEST(Channel, HoldsAsManyAsItsCapacityOfAnySize) {
  for (const int capacity : {1, 2, 3, 5, 64, 100}) {
    Channel<int> channel(static_cast<std::size_t>(capacity));
    for (int lap = 0; lap < 3; ++lap) {
      for (int n = 0; n < capacity; ++n) {
        ASSERT_EQ(channel.try_send(lap * 1000 + n), Outcome::done);
      }
      EXPECT_EQ(channel.try_send(-1), Outcome::would_block);
      for (int n = 0; n < capacity; ++n) {
        ASSERT_EQ(*channel.receive(), lap * 1000 + n);
      }
      EXPECT_EQ(channel.try_receive().outcome(), Outcome::would_block);
    }
  }
}

TEST(Channel, LeavesTheValueThatItRefuses) {
  Channel<std::unique_ptr<int>> channel(1);
  auto value = std::make_unique<int>(1);
  ASSERT_EQ(channel.try_send(std::move(value)), Outcome::done);
  value = std::make_unique<int>(2);
  EXPECT_EQ(channel.try_send(std::move(value)), Outcome::would_block);
  const auto soon = steady_clock::now() + milliseconds(1);
  EXPECT_EQ(channel.send_until(std::move(value), soon), Outcome::timed_out);
  channel.close();
  EXPECT_EQ(channel.send(std::move(value)), Outcome::closed);
  ASSERT_TRUE(value);
  EXPECT_EQ(*value, 2);
}

TEST(Channel, LetsReceiversDrainWhatWasSentBeforeTheEnd) {
  Channel<int> channel(3);
  channel.send(1);
  channel.send(2);
  channel.close();
  EXPECT_EQ(*channel.receive(), 1);
  EXPECT_EQ(*channel.receive(), 2);
  EXPECT_EQ(channel.receive().outcome(), Outcome::closed);
  EXPECT_EQ(channel.try_receive().outcome(), Outcome::closed);
}

TEST(Channel, GivesUpAtTheDeadline) {
  for (const std::size_t capacity : {0u, 1u}) {
    Channel<int> channel(capacity);
    const auto soon = steady_clock::now() + milliseconds(2);
    EXPECT_EQ(channel.receive_until(soon).outcome(), Outcome::timed_out);
    EXPECT_GE(steady_clock::now(), soon);
  }
}

TEST(Channel, PrefersAStopToAValue) {
  Channel<int> channel(1);
  channel.send(1);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(channel.receive(stop.get_token()).outcome(), Outcome::stopped);
  EXPECT_EQ(*channel.receive(), 1);
}

TEST(Channel, DestroysWhatNobodyReceived) {
  const auto value = std::make_shared<int>(1);
  {
    Channel<std::shared_ptr<int>> channel(4);
    channel.send(value);
    channel.send(value);
    EXPECT_EQ(value.use_count(), 3);
  }
  EXPECT_EQ(value.use_count(), 1);
}

TEST(Rendezvous, RefusesATrySendThatNobodyWaitsFor) {
  Channel<int> channel(0);
  EXPECT_EQ(channel.try_send(1), Outcome::would_block);
  EXPECT_EQ(channel.try_receive().outcome(), Outcome::would_block);
  channel.close();
  EXPECT_EQ(channel.send(1), Outcome::closed);
  EXPECT_EQ(channel.receive().outcome(), Outcome::closed);
}

TEST(Select, TakesFromEachInTurnWhileBothHaveSomething) {
  Channel<int> numbers(4);
  Channel<std::string> words(4);
  for (int n = 0; n < 4; ++n) {
    numbers.send(n);
    words.send(std::to_string(n));
  }
  int from_words = 0;
  for (int n = 0; n < 4; ++n) {
    const auto value = select(std::tie(numbers, words));
    ASSERT_TRUE(value);
    if (value->index() == 1) ++from_words;
  }
  EXPECT_EQ(from_words, 2);
}

TEST(Select, LeavesOutWhatIsClosedAndEndsWithTheLast) {
  Channel<int> one(1);
  Channel<int> two(1);
  one.close();
  two.send(2);
  two.close();
  const auto value = select(std::tie(one, two));
  ASSERT_TRUE(value);
  EXPECT_EQ(std::get<1>(*value), 2);
  EXPECT_EQ(select(std::tie(one, two)).outcome(), Outcome::closed);
}

TEST(Select, GivesUpAtTheDeadline) {
  Channel<int> one(1);
  Channel<int> rendezvous(0);
  const auto soon = steady_clock::now() + milliseconds(2);
  const auto none = select(std::tie(one, rendezvous), soon);
  EXPECT_EQ(none.outcome(), Outcome::timed_out);
}

}  // namespace
}  // namespace hb::sync

// Tests of 07d. The last one compares whole histories with a twin: the same
// channel, written for one thread.

#include "07_channels/d_try_send/channel.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <ostream>
#include <thread>
#include <utility>

#include "checker/explore.hpp"

namespace hb {

// How GoogleTest prints an answer.
void PrintTo(TrySend answer, std::ostream* out) {
  const char* const names[] = {"sent", "full", "closed"};
  *out << names[static_cast<int>(answer)];
}

}  // namespace hb

namespace {

using hb::Channel;
using hb::explore;
using hb::TrySend;

TEST(TrySend, RefusesWhenAsManyAreQueuedAsTheCapacity) {
  explore([] {
    Channel<int> channel(2);
    EXPECT_EQ(channel.try_send(1), TrySend::sent);
    EXPECT_EQ(channel.try_send(2), TrySend::sent);
    EXPECT_EQ(channel.try_send(3), TrySend::full);

    EXPECT_EQ(channel.receive(), 1);
    EXPECT_EQ(channel.try_send(4), TrySend::sent);
  });  // a try_send() that waits for room hangs the test
}

TEST(TrySend, RefusesOnceClosedFullOrNot) {
  explore([] {
    Channel<int> channel(1);
    channel.try_send(1);
    channel.close();

    EXPECT_EQ(channel.try_send(2), TrySend::closed);
    EXPECT_EQ(channel.receive(), 1);
    EXPECT_EQ(channel.try_send(3), TrySend::closed);
  });
}

TEST(TrySend, LeavesARefusedValueToTheCaller) {
  explore([] {
    Channel<std::unique_ptr<int>> channel(1);
    channel.try_send(std::make_unique<int>(1));
    auto value = std::make_unique<int>(2);

    EXPECT_EQ(channel.try_send(std::move(value)), TrySend::full);
    EXPECT_NE(value, nullptr);
  });
}

TEST(TrySend, WakesAWaitingReceiver) {
  explore([] {
    Channel<int> channel(1);
    std::jthread receiver([&] { EXPECT_EQ(channel.receive(), 1); });
    channel.try_send(1);
  });
}

TEST(TrySend, GivesAValueToOneReceiver) {
  explore([] {
    Channel<int> channel(2);
    int first = 0;
    int second = 0;
    {
      std::jthread one([&] { first = channel.receive().value_or(0); });
      std::jthread two([&] { second = channel.receive().value_or(0); });
      channel.try_send(1);
      channel.try_send(2);
    }
    EXPECT_EQ(first + second, 3);
  });
}

TEST(TrySend, LeavesCloseToWakeEveryReceiver) {
  explore([] {
    Channel<int> channel(1);
    std::jthread first([&] { EXPECT_EQ(channel.receive(), std::nullopt); });
    std::jthread second([&] { EXPECT_EQ(channel.receive(), std::nullopt); });
    channel.close();
  });
}

TEST(TrySend, GivesTheLastRoomToOneOfTwo) {
  explore([] {
    Channel<int> channel(1);
    TrySend first{};
    std::jthread other([&] { first = channel.try_send(1); });
    const TrySend second = channel.try_send(2);

    other.join();
    EXPECT_NE(first == TrySend::sent, second == TrySend::sent);
  });
}

TEST(TrySend, LosesNoSentValueAtClose) {
  explore([] {
    Channel<int> channel(1);
    TrySend answer{};
    std::jthread sender([&] { answer = channel.try_send(1); });
    channel.close();
    const std::optional<int> received = channel.receive();

    sender.join();
    EXPECT_EQ(received.has_value(), answer == TrySend::sent);
  });
}

struct Twin {  // of a Channel<int>(1)
  std::optional<int> queued;
  bool closed = false;

  TrySend try_send(int value) {
    if (closed) return TrySend::closed;
    if (queued) return TrySend::full;
    queued = value;
    return TrySend::sent;
  }
  std::optional<int> receive() {
    if (!queued && !closed) return -1;  // would wait: no channel answers -1
    return std::exchange(queued, std::nullopt);
  }
  void close() { closed = true; }
};

TEST(TrySend, AnswersAsAChannelOfOneThreadWould) {
  explore([] {
    Channel<int> channel(1);
    hb::History<Twin> history;
    auto record = [&](auto call) {
      history.record([&] { return call(channel); }, call);
    };
    std::jthread sender([&] {
      record([](auto& c) { return c.try_send(1); });
      record([](auto& c) { return c.try_send(2); });
      record([](auto& c) { return c.close(), true; });
    });
    record([](auto& c) { return c.receive(); });
    record([](auto& c) { return c.receive(); });

    sender.join();
    EXPECT_TRUE(linearizable(history));
  });
}

}  // namespace

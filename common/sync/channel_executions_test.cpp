#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <stop_token>
#include <thread>

#include "checker/explore.hpp"
#include "sync/channel.hpp"
#include "sync/executions_testing.hpp"

namespace hb::sync {
namespace {

TEST(Channel, PassesValuesOnInOrderThroughOneSlot) {
  explore(
      [] {
        Channel<int> channel(1);
        std::jthread sender([&] {
          for (int n = 0; n < 2; ++n) EXPECT_EQ(channel.send(n), Outcome::done);
        });
        for (int n = 0; n < 2; ++n) EXPECT_EQ(*channel.receive(), n);
      },
      {.spurious = 0});
}

TEST(Channel, PublishesWhatTheSenderHasWritten) {
  explore([] {
    Channel<int> channel(2);
    int plain = 0;
    std::jthread sender([&] {
      plain = 7;
      channel.send(1);
    });
    channel.receive().outcome();
    EXPECT_EQ(plain, 7);
  });
}

TEST(Channel, LosesNothingOfTwoSendersAtTheEnd) {
  explore(
      [] {
        Channel<int> channel(2);
        int sent = 0;
        std::jthread sender([&] { sent += channel.send(1) == Outcome::done; });
        std::jthread closer([&] { channel.close(); });
        int received = 0;
        while (channel.receive()) ++received;
        sender.join();
        EXPECT_EQ(received, sent);
      },
      {.spurious = 0});
}

TEST(Channel, EndsTheWaitOfAReceiverWhenItIsClosed) {
  explore([] {
    Channel<int> channel(1);
    std::jthread receiver(
        [&] { EXPECT_EQ(channel.receive().outcome(), Outcome::closed); });
    channel.close();
  });
}

TEST(Channel, ServesTwoSendersThatMeet) {
  explore([] {
    Channel<int> channel(2);
    std::jthread one([&] { EXPECT_EQ(channel.try_send(1), Outcome::done); });
    std::jthread two([&] { EXPECT_EQ(channel.try_send(2), Outcome::done); });
    one.join();
    two.join();
    const int first = *channel.try_receive();
    EXPECT_EQ(first + *channel.try_receive(), 3);
  });
}

TEST(Channel, GivesNoValueToTwoReceivers) {
  explore([] {
    Channel<int> channel(2);
    channel.send(1);
    channel.send(2);
    int one = 0;
    int two = 0;
    std::jthread other([&] { one = *channel.try_receive(); });
    two = *channel.try_receive();
    other.join();
    EXPECT_EQ(one + two, 3);
  });
}

TEST(Channel, EndsTheWaitOfASenderWhenItIsClosed) {
  explore([] {
    Channel<int> channel(1);
    channel.send(1);
    std::jthread sender([&] { EXPECT_EQ(channel.send(2), Outcome::closed); });
    channel.close();
  });
}

TEST(Channel, EndsTheWaitOfWhoeverIsStopped) {
  explore(
      [] {
        Channel<int> channel(1);
        std::jthread receiver([&](std::stop_token stop) {
          EXPECT_EQ(channel.receive(stop).outcome(), Outcome::stopped);
        });
        receiver.request_stop();
      },
      {.spurious = 0});
}

TEST(Channel, GoesOnAfterAValueThatThrowsInSend) {
  explore(
      [] {
        Channel<Fragile> channel(1);
        std::jthread sender([&] {
          EXPECT_THROW(channel.send(Fragile(1)), std::runtime_error);
          EXPECT_EQ(channel.send(Fragile(0)), Outcome::done);
        });
        EXPECT_TRUE(channel.receive());
      },
      {.spurious = 0});
}

TEST(Channel, GoesOnAfterAValueThatThrowsInReceive) {
  explore(
      [] {
        Channel<Fragile> channel(1);
        std::jthread sender([&] {
          channel.send(Fragile(2));
          channel.send(Fragile(0));
        });
        EXPECT_THROW((void)channel.receive(), std::runtime_error);
        EXPECT_TRUE(channel.receive());
      },
      {.spurious = 0});
}

TEST(Rendezvous, LetsSendReturnOnceTheValueIsTaken) {
  explore([] {
    Channel<int> channel(0);
    std::jthread receiver([&] { EXPECT_EQ(*channel.receive(), 7); });
    EXPECT_EQ(channel.send(7), Outcome::done);
  });
}

TEST(Rendezvous, ServesTwoSendersAndTwoReceivers) {
  explore(
      [] {
        Channel<int> channel(0);
        std::jthread one([&] { channel.send(1); });
        std::jthread two([&] { channel.send(2); });
        const int first = *channel.receive();
        EXPECT_EQ(first + *channel.receive(), 3);
      },
      {.spurious = 0});
}

TEST(Rendezvous, EndsEveryWaitWhenItIsClosed) {
  explore([] {
    Channel<int> channel(0);
    std::jthread sender([&] { EXPECT_EQ(channel.send(1), Outcome::closed); });
    channel.close();
  });
}

TEST(Rendezvous, LosesNoValueToAStop) {
  explore(
      [] {
        Channel<int> channel(0);
        bool is_received = false;
        std::jthread receiver([&](std::stop_token stop) {
          is_received = static_cast<bool>(channel.receive(stop));
        });
        std::jthread stopper([&] { receiver.request_stop(); });
        const bool is_sent = channel.try_send(1) == Outcome::done;
        receiver.join();
        EXPECT_EQ(is_sent, is_received);
      },
      {.spurious = 0});
}

TEST(Rendezvous, KeepsWhoeverWaitsForAValueThatThrows) {
  explore([] {
    Channel<Fragile> channel(0);
    std::jthread sender([&] {
      try {
        EXPECT_EQ(channel.send(Fragile(1)), Outcome::closed);
      } catch (const std::runtime_error&) {
        EXPECT_EQ(channel.send(Fragile(0)), Outcome::done);
      }
    });
    try {
      EXPECT_TRUE(channel.receive());
    } catch (const std::runtime_error&) {
      channel.close();
    }
  });
}

}  // namespace
}  // namespace hb::sync

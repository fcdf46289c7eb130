#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <stop_token>
#include <thread>

#include "checker/explore.hpp"
#include "sync/channel.hpp"

namespace hb::sync {
namespace {

TEST(Channel, PassesValuesOnInOrderThroughOneSlot) {
  explore([] {
    Channel<int> channel(1);
    std::jthread sender([&] {
      for (int n = 0; n < 2; ++n) EXPECT_EQ(channel.send(n), Outcome::done);
    });
    for (int n = 0; n < 2; ++n) EXPECT_EQ(*channel.receive(), n);
  });
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

TEST(Channel, WakesASenderForEachOfTwoSlotsThatAreFreed) {
  explore([] {
    Channel<int> channel(2);
    channel.send(1);
    channel.send(2);
    std::jthread one([&] { channel.send(3); });
    std::jthread two([&] { channel.send(4); });
    EXPECT_EQ(*channel.receive(), 1);
    EXPECT_EQ(*channel.receive(), 2);
  });
}

TEST(Channel, WakesAReceiverForEachOfTwoValues) {
  explore([] {
    Channel<int> channel(2);
    std::atomic<int> sum = 0;
    const auto receive = [&] { sum += *channel.receive(); };
    std::jthread one(receive);
    std::jthread two(receive);
    channel.send(1);
    channel.send(2);
    one.join();
    two.join();
    EXPECT_EQ(sum, 3);
  });
}

TEST(Channel, LosesNothingOfTwoSendersAtTheEnd) {
  explore([] {
    Channel<int> channel(2);
    int sent = 0;
    std::jthread sender([&] { sent += channel.send(1) == Outcome::done; });
    std::jthread closer([&] { channel.close(); });
    int received = 0;
    while (channel.receive()) ++received;
    sender.join();
    EXPECT_EQ(received, sent);
  });
}

TEST(Channel, EndsEveryWaitWhenItIsClosed) {
  explore([] {
    Channel<int> channel(1);
    const auto receive = [&] {
      EXPECT_EQ(channel.receive().outcome(), Outcome::closed);
    };
    std::jthread one(receive);
    std::jthread two(receive);
    channel.close();
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
  explore([] {
    Channel<int> channel(1);
    std::jthread receiver([&](std::stop_token stop) {
      EXPECT_EQ(channel.receive(stop).outcome(), Outcome::stopped);
    });
    receiver.request_stop();
  });
}

TEST(Channel, HandsAWakeUpOnWhenItsReceiverIsStopped) {
  explore([] {
    Channel<int> channel(1);
    std::stop_source stop;
    bool is_stopped = false;
    std::jthread stopped(
        [&] { is_stopped = !channel.receive(stop.get_token()); });
    std::jthread sender([&] { channel.send(1); });
    stop.request_stop();
    stopped.join();
    if (is_stopped) {
      EXPECT_EQ(*channel.receive(), 1);
    }
  });
}

// A value whose move throws on request.
struct Fragile {
  explicit Fragile(int fuse_) : fuse(fuse_) {}
  Fragile(Fragile&& other) : fuse(other.fuse) {
    if (fuse == 1) throw std::runtime_error("moved");
    if (fuse > 1) --fuse;
  }
  int fuse;
};

TEST(Channel, GoesOnAfterAValueThatThrowsInSend) {
  explore([] {
    Channel<Fragile> channel(1);
    std::jthread sender([&] {
      EXPECT_THROW(channel.send(Fragile(1)), std::runtime_error);
      EXPECT_EQ(channel.send(Fragile(0)), Outcome::done);
    });
    EXPECT_TRUE(channel.receive());
  });
}

TEST(Channel, GoesOnAfterAValueThatThrowsInReceive) {
  explore([] {
    Channel<Fragile> channel(1);
    std::jthread sender([&] {
      channel.send(Fragile(2));
      channel.send(Fragile(0));
    });
    EXPECT_THROW((void)channel.receive(), std::runtime_error);
    EXPECT_TRUE(channel.receive());
  });
}

TEST(Rendezvous, LetsSendReturnOnceTheValueIsTaken) {
  explore([] {
    Channel<int> channel(0);
    std::jthread receiver([&] { EXPECT_EQ(*channel.receive(), 7); });
    EXPECT_EQ(channel.send(7), Outcome::done);
  });
}

TEST(Rendezvous, ServesTwoSendersAndTwoReceivers) {
  explore([] {
    Channel<int> channel(0);
    std::jthread one([&] { channel.send(1); });
    std::jthread two([&] { channel.send(2); });
    const int first = *channel.receive();
    EXPECT_EQ(first + *channel.receive(), 3);
  });
}

TEST(Rendezvous, EndsEveryWaitWhenItIsClosed) {
  explore([] {
    Channel<int> channel(0);
    std::jthread sender([&] { EXPECT_EQ(channel.send(1), Outcome::closed); });
    channel.close();
  });
}

TEST(Rendezvous, LosesNoValueToAStop) {
  explore([] {
    Channel<int> channel(0);
    bool is_received = false;
    std::jthread receiver([&](std::stop_token stop) {
      is_received = static_cast<bool>(channel.receive(stop));
    });
    std::jthread stopper([&] { receiver.request_stop(); });
    const bool is_sent = channel.try_send(1) == Outcome::done;
    receiver.join();
    EXPECT_EQ(is_sent, is_received);
  });
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

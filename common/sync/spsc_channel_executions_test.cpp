#include <gtest/gtest.h>

#include <stdexcept>
#include <stop_token>
#include <thread>

#include "checker/explore.hpp"
#include "sync/executions_testing.hpp"
#include "sync/spsc_channel.hpp"

namespace hb::sync {
namespace {

TEST(SpscChannel, PassesValuesOnInOrderThroughOneSlot) {
  explore(
      [] {
        SpscChannel<int> channel(1);
        std::jthread sender([&] {
          for (int n = 0; n < 2; ++n) EXPECT_EQ(channel.send(n), Outcome::done);
        });
        for (int n = 0; n < 2; ++n) EXPECT_EQ(*channel.receive(), n);
      },
      {.spurious = 0});
}

TEST(SpscChannel, LosesNothingAtTheEnd) {
  explore([] {
    SpscChannel<int> channel(2);
    std::jthread sender([&] {
      channel.send(1);
      channel.close();
    });
    EXPECT_TRUE(channel.receive());
    EXPECT_EQ(channel.receive().outcome(), Outcome::closed);
  });
}

TEST(SpscChannel, EndsTheWaitOfWhoeverIsStopped) {
  explore(
      [] {
        SpscChannel<int> channel(1);
        std::jthread receiver([&](std::stop_token stop) {
          EXPECT_EQ(channel.receive(stop).outcome(), Outcome::stopped);
        });
        receiver.request_stop();
      },
      {.spurious = 0});
}

TEST(SpscChannel, GoesOnAfterAValueThatThrowsInSend) {
  explore(
      [] {
        SpscChannel<Fragile> channel(1);
        std::jthread sender([&] {
          EXPECT_THROW(channel.send(Fragile(1)), std::runtime_error);
          channel.send(Fragile(0));
        });
        EXPECT_TRUE(channel.receive());
      },
      {.spurious = 0});
}

TEST(SpscChannel, GoesOnAfterAValueThatThrowsInReceive) {
  explore(
      [] {
        SpscChannel<Fragile> channel(1);
        std::jthread sender([&] {
          channel.send(Fragile(2));
          channel.send(Fragile(0));
        });
        EXPECT_THROW((void)channel.receive(), std::runtime_error);
        EXPECT_TRUE(channel.receive());
      },
      {.spurious = 0});
}

}  // namespace
}  // namespace hb::sync

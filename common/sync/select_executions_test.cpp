#include <gtest/gtest.h>

#include <stop_token>
#include <thread>
#include <tuple>
#include <variant>

#include "checker/explore.hpp"
#include "sync/channel.hpp"
#include "sync/select.hpp"

namespace hb::sync {
namespace {

TEST(Select, ReceivesFromWhicheverComes) {
  explore([] {
    Channel<int> one(1);
    Channel<int> two(1);
    std::jthread sender([&] { two.send(2); });
    const auto value = select(std::tie(one, two));
    EXPECT_EQ(std::get<1>(*value), 2);
  });
}

TEST(Select, ReceivesFromARendezvous) {
  explore([] {
    Channel<int> one(1);
    Channel<int> rendezvous(0);
    std::jthread sender([&] { EXPECT_EQ(rendezvous.send(2), Outcome::done); });
    EXPECT_EQ(std::get<1>(*select(std::tie(one, rendezvous))), 2);
  });
}

TEST(Select, EndsWhenTheLastChannelIsClosed) {
  explore([] {
    Channel<int> one(1);
    Channel<int> two(1);
    one.close();
    std::jthread closer([&] { two.close(); });
    EXPECT_EQ(select(std::tie(one, two)).outcome(), Outcome::closed);
  });
}

TEST(Select, EndsWhenItIsStopped) {
  explore([] {
    Channel<int> one(1);
    std::jthread selecting([&](std::stop_token stop) {
      EXPECT_EQ(select(std::tie(one), {}, stop).outcome(), Outcome::stopped);
    });
    selecting.request_stop();
  });
}

TEST(Select, PassesOnTheWakeUpOfAChannelThatItDoesNotTakeFrom) {
  explore([] {
    EventCount events;
    EventCount::Observer first;
    EventCount::Observer second;
    Parker parkers[2];
    first.parker = &parkers[0];
    second.parker = &parkers[1];
    events.observe(first);
    events.observe(second);
    std::jthread notifier([&] { events.notify_one(); });
    if (!events.stop_observing(first)) events.notify_one();
    parkers[1].park();
    notifier.join();
    EXPECT_FALSE(events.stop_observing(second));
  });
}

}  // namespace
}  // namespace hb::sync

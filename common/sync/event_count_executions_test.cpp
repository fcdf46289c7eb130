#include <gtest/gtest.h>

#include <atomic>
#include <stop_token>
#include <thread>

#include "checker/explore.hpp"
#include "sync/event_count.hpp"

namespace hb::sync {
namespace {

// Permits to take, the smallest thing that one can wait for.
struct Permits {
  void put() {
    left.fetch_add(1, std::memory_order_release);
    events.notify_one();
  }
  Outcome try_take() {
    int seen = left.load(std::memory_order_acquire);
    while (seen > 0) {
      if (left.compare_exchange_weak(seen, seen - 1,
                                     std::memory_order_acquire)) {
        return Outcome::done;
      }
    }
    return Outcome::would_block;
  }
  Outcome take(const std::stop_token& stop = {}) {
    const auto no_look = [] { return Outcome::would_block; };
    return events.await(
        no_look, [&] { return try_take(); }, {}, stop);
  }
  std::atomic<int> left = 0;
  EventCount events;
};

TEST(EventCount, LosesNoWakeUp) {
  explore([] {
    Permits permits;
    std::jthread waiter([&] { EXPECT_EQ(permits.take(), Outcome::done); });
    permits.put();
  });
}

TEST(EventCount, WakesAllWhoWait) {
  explore(
      [] {
        std::atomic<bool> is_open = false;
        EventCount events;
        const auto no_look = [] { return Outcome::would_block; };
        const auto pass = [&] {
          return is_open.load(std::memory_order_acquire) ? Outcome::done
                                                         : Outcome::would_block;
        };
        const auto wait = [&] { events.await(no_look, pass, {}, {}); };
        std::jthread one(wait);
        std::jthread two(wait);
        is_open.store(true, std::memory_order_release);
        events.notify_all();
      },
      {.spurious = 0});
}

TEST(EventCount, HandsAWakeUpOnWhenAWaiterIsStopped) {
  explore(
      [] {
        Permits permits;
        Outcome outcome = Outcome::done;
        std::jthread stopped(
            [&](std::stop_token stop) { outcome = permits.take(stop); });
        std::jthread putter([&] { permits.put(); });
        stopped.request_stop();
        stopped.join();
        if (outcome == Outcome::stopped) permits.take();
      },
      {.spurious = 0});
}

// Whoever leaves with one permit may have been claimed for the next.
TEST(EventCount, TellsAnObserverWhereTheClaimedWaiterLeaves) {
  explore(
      [] {
        Permits permits;
        permits.left = 1;
        std::jthread waiter([&] { permits.take(); });
        std::jthread putter([&] { permits.put(); });
        for (Outcome outcome = Outcome::would_block;
             outcome != Outcome::done;) {
          Parker parker;
          EventCount::Observer observer;
          observer.parker = &parker;
          permits.events.observe(observer);
          outcome = permits.try_take();
          if (outcome != Outcome::done) parker.park();
          if (!permits.events.stop_observing(observer)) {
            permits.events.notify_one();
          }
        }
      },
      {.spurious = 0});
}

}  // namespace
}  // namespace hb::sync

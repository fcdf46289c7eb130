#include "pipeline/durability/drain_then_stop.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>
#include <queue>
#include <thread>
#include <utility>

#include "checker/explore.hpp"
#include "sync/channel.hpp"

namespace hb::pipeline {
namespace {

using namespace std::chrono_literals;

// What SignalSource is to the program, with one lock, so that all executions
// are few.
class Signals {
 public:
  void send(int signal) {
    std::lock_guard lock(mutex_);
    waiting_.push(signal);
    changed_.notify_one();
  }
  void close() {
    std::lock_guard lock(mutex_);
    is_closed_ = true;
    changed_.notify_one();
  }
  sync::Expected<int> receive_until(const sync::Deadline& deadline) {
    std::unique_lock lock(mutex_);
    const auto has_news = [&] { return is_closed_ || !waiting_.empty(); };
    if (!deadline) {
      changed_.wait(lock, has_news);
    } else if (!changed_.wait_until(lock, *deadline, has_news)) {
      return sync::Outcome::timed_out;
    }
    if (waiting_.empty()) return sync::Outcome::closed;
    const int signal = waiting_.front();
    waiting_.pop();
    return signal;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::queue<int> waiting_;  // guarded by mutex_, as is the next
  bool is_closed_ = false;
};

// One signal, and then the end: nobody else need run.
struct OneSignal {
  int signal;
  bool is_sent = false;

  sync::Expected<int> receive_until(const sync::Deadline&) {
    if (std::exchange(is_sent, true)) return sync::Outcome::closed;
    return signal;
  }
};

const ExploreOptions kIdleTime = {.spurious = 0, .time = Time::idle};

TEST(DrainThenStop, DrainsAtTheFirstSignalAndSaysWhich) {
  explore(
      [] {
        Signals signals;
        DrainThenStop stops(5s);
        std::jthread watcher([&] { stops.watch(signals); });
        std::jthread user([&] {
          signals.send(SIGTERM);
          signals.close();
        });
        // Whoever sees the stop sees the reason.
        if (stops.drain().stop_requested()) {
          EXPECT_EQ(stops.signal(), SIGTERM);
        }
        user.join();
        watcher.join();
        EXPECT_EQ(stops.signal(), SIGTERM);
        EXPECT_TRUE(stops.drain().stop_requested());
        EXPECT_FALSE(stops.hard_stop().stop_requested());
      },
      kIdleTime);
}

TEST(DrainThenStop, StopsHardAtTheSecondSignalWithoutWaiting) {
  explore(
      [] {
        Signals signals;
        DrainThenStop stops(1h);
        const auto start = std::chrono::steady_clock::now();
        std::jthread watcher([&] { stops.watch(signals); });
        signals.send(SIGINT);
        signals.send(SIGTERM);
        signals.close();
        watcher.join();
        EXPECT_TRUE(stops.hard_stop().stop_requested());
        EXPECT_EQ(stops.signal(), SIGINT);
        EXPECT_EQ(std::chrono::steady_clock::now(), start);
      },
      kIdleTime);
}

TEST(DrainThenStop, StopsHardAtTheEndOfTheGraceAndNotBefore) {
  explore(
      [] {
        Signals signals;
        DrainThenStop stops(5s);
        const auto start = std::chrono::steady_clock::now();
        std::optional<std::chrono::nanoseconds> after;
        {
          const std::stop_callback on_stop(stops.hard_stop(), [&] {
            after = std::chrono::steady_clock::now() - start;
            signals.close();
          });
          std::jthread watcher([&] { stops.watch(signals); });
          signals.send(SIGINT);
        }
        EXPECT_EQ(after, std::optional<std::chrono::nanoseconds>(5s));
      },
      kIdleTime);
}

TEST(DrainThenStop, RequestsNothingWhereNoSignalCame) {
  explore(
      [] {
        Signals signals;
        DrainThenStop stops(0s);
        std::jthread watcher([&] { stops.watch(signals); });
        signals.close();
        watcher.join();
        EXPECT_FALSE(stops.drain().stop_requested());
        EXPECT_FALSE(stops.hard_stop().stop_requested());
        EXPECT_EQ(stops.signal(), 0);
      },
      kIdleTime);
}

// A run in small: what its reader has handed on, its writer writes.
TEST(DrainThenStop, LosesNothingThatWasAcceptedBeforeTheDrain) {
  explore(
      [] {
        DrainThenStop stops(5s);
        sync::Channel<int> chunks(1);
        int accepted = 0;
        int written = 0;
        std::jthread watcher([&] {
          OneSignal signals{SIGINT};
          stops.watch(signals);
        });
        std::jthread reader([&] {
          if (!stops.drain().stop_requested()) {
            EXPECT_EQ(chunks.send(1), sync::Outcome::done);
            ++accepted;
          }
          chunks.close();
        });
        while (chunks.receive()) ++written;
        reader.join();
        EXPECT_EQ(written, accepted);
      },
      kIdleTime);
}

TEST(DrainThenStop, EndsAWaitThatADrainCannot) {
  explore(
      [] {
        Signals signals;
        DrainThenStop stops(5s);
        sync::Channel<int> nobody_sends(1);
        std::jthread watcher([&] { stops.watch(signals); });
        signals.send(SIGINT);
        const auto value = nobody_sends.receive(stops.hard_stop());
        EXPECT_EQ(value.outcome(), sync::Outcome::stopped);
        signals.close();
      },
      kIdleTime);
}

}  // namespace
}  // namespace hb::pipeline

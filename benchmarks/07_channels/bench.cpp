// Benchmark 07: what a bounded channel costs, and where
//
// Question  Is it the lock, the queue or the waiting? And how deep must the
//           channel be?
// Method    One sender and one receiver, pinned to two processors ("2p2c": two
//           and two, one of each on either; "1p4c": one and four). The time is
//           that of one value, the end of the stream included. Each row checks
//           the sum. 1_ to 5_ are the steps from `naive` to `library`.
//           channel/answer is the channel of exercise 07d: this program is
//           compiled once with yours and once with the solution's.
// Peers     `cmake --build build/release --target bench_peers_07` builds those
//           in Go, Rust and Java, where their compilers are; without it there
//           is no row of theirs.
// Run       ./workbook bench 07     interleaved: read the median and the spread
//
// What was tried, and what it showed, on two processors 58 ns apart (medians of
// five, a 64-deep ring, one to one, unless it says more):
// - Slots of a line each, as Vyukov's ring often has them: about 50 ns a value,
//   one move of a line for each. Four slots to a line: 25 to 28 ns.
// - Looks 28 pauses (0.4 us) apart instead of one: 17 ns, as a receiver at the
//   sender's heels gets one value for each line that it takes. At depth 4 that
//   costs 157 ns instead of 86; so pauses_for() goes by the depth. Looks 1.2 us
//   apart: 32 instead of 44 at 1000, two to two, elsewhere within 3 ns, and a
//   lone value comes later.
// - prefetchw of the next line at each claim, with looks 0.8 us apart: 25 to 18
//   two to two, 20 to 17 one to four. Four lines ahead takes what the other
//   side is at. A plain prefetch, for reading: worse than none at 1000.
// - What is left is the claim: a load and a compare-exchange take 11 ns here,
//   a send by a thread alone 14. At depth 4, four sends, four receipts and two
//   moves of a line are 58 ns a value: one side at a time, as is measured.
// - SPSC with Lamport's indices and a remembered copy of each: 18 to 25 ns, and
//   150 at depth 4, as index and value are two lines. Looks 0.1 to 1.6 us
//   apart: 18 at best; at 1000, 11. The sender's index beside the first slots:
//   86 at depth 4, 19 to 33 at 64; there, to wait until half or a quarter had
//   come, or to prefetch all that had come, was no better.
// - SPSC with a turn in each slot, Channel without compare-exchange: 11 to 12,
//   45 at depth 4. A hundred times the naive channel would be 8: not reached,
//   70 to 74 times is. Why was not counted;
//   by the indices, a thread alone took 3 to send and 2.4 to receive, so most
//   is probably lines that move.

#include "07_channels/d_try_send/channel.hpp"

#include <benchmark/benchmark.h>

#include <atomic>
#include <boost/lockfree/queue.hpp>
#include <boost/lockfree/spsc_queue.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "benchmark/two_thread_trial.hpp"
#include "measure.hpp"
#include "naive.hpp"

namespace hb {
namespace {

// What TakeAll shares with the naive way: everything but the receiver.
class Queue {
 public:
  explicit Queue(std::size_t depth) : depth_(depth) {}

  void send(Value value) {
    {
      std::unique_lock lock(mutex_);
      not_full_.wait(lock, [&] { return values_.size() < depth_; });
      values_.push_back(value);
    }
    not_empty_.notify_one();
  }

  void close() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    not_empty_.notify_all();
  }

 protected:
  bool nothing_to_wait_for() const { return closed_ || !values_.empty(); }

  const std::size_t depth_;
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::deque<Value> values_;  // guarded by mutex_
  bool closed_ = false;       // guarded by mutex_
};

// #region take_all
// One lock and one wake-up for all the values that are there.
class TakeAll : public Queue {
 public:
  using Queue::Queue;

  template <typename Each>
  void receive_all(Each each) {
    for (;;) {
      std::deque<Value> batch;
      {
        std::unique_lock lock(mutex_);
        not_empty_.wait(lock, [&] { return nothing_to_wait_for(); });
        if (values_.empty()) return;
        batch.swap(values_);
      }
      not_full_.notify_all();
      for (const Value value : batch) each(value);
    }
  }
};
// #endregion take_all

// A lock-free queue can only refuse. The wait policy is ours, and stated: try,
// then yield, for ever. It never sleeps, so it costs a whole processor while
// it waits, and its times are not those of a channel that blocks.
// #region try_then_yield
template <typename LockFree>
class TryThenYield {
 public:
  explicit TryThenYield(std::size_t depth) : values_(depth) {}

  void send(Value value) {
    while (!values_.push(value)) std::this_thread::yield();
  }

  void close() { closed_.store(true, std::memory_order_release); }

  template <typename Each>
  void receive_all(Each each) {
    for (;;) {
      // WHY asked before the pop, with acquire: what was pushed before close()
      // is then there to be popped, and "empty" means the end.
      const bool closed = closed_.load(std::memory_order_acquire);
      Value value = 0;
      if (values_.pop(value)) {
        each(value);
      } else if (closed) {
        return;
      } else {
        std::this_thread::yield();
      }
    }
  }

 private:
  LockFree values_;
  alignas(64) std::atomic<bool> closed_ = false;
};
// #endregion try_then_yield

using SpscQueue = TryThenYield<boost::lockfree::spsc_queue<Value>>;
// Fixed size: bounded like the others, and no allocation for a value.
using MpmcQueue = TryThenYield<
    boost::lockfree::queue<Value, boost::lockfree::fixed_sized<true>>>;

// #region answer
// The channel of exercise 07d. It, too, can only refuse a sender, and the
// sender yields; a receiver sleeps until there is something to receive.
class Answer {
 public:
  explicit Answer(std::size_t depth) : channel_(depth) {}

  void send(Value value) {
    while (channel_.try_send(std::move(value)) == TrySend::full) {
      std::this_thread::yield();
    }
  }

  void close() { channel_.close(); }

  template <typename Each>
  void receive_all(Each each) {
    while (const std::optional<Value> value = channel_.receive()) each(*value);
  }

 protected:
  Channel<Value> channel_;
};
// #endregion answer

// The same with a sender that sleeps when it is refused.
class SleepAndRetry : public Answer {
 public:
  using Answer::Answer;

  void send(Value value) {
    while (channel_.try_send(std::move(value)) == TrySend::full) {
      // WHY a sleep, here of all places: it is what this row measures.
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
};

}  // namespace
}  // namespace hb

int main(int argc, char** argv) {
  using hb::Shape;
  for (const Shape shape : {Shape{1, 1}, Shape{2, 2}, Shape{1, 4}}) {
    for (const std::size_t depth : {4u, 64u, 1000u}) {
      // The first of each depth is the naive one, for the runner to compare.
      hb::add<hb::Naive>("naive", depth, shape);
      hb::add<hb::Answer>("answer", depth, shape);
      if (shape.receivers == 4) {
        hb::add_ladder(depth, shape);
      } else {
        hb::add<hb::TakeAll>("take_all", depth, shape);
        hb::add_ladder(depth, shape);
      }
      if (shape.senders == 1 && shape.receivers == 1) {
        hb::add<hb::SpscQueue>("boost_spsc_queue", depth, shape, hb::cheap);
      }
      hb::add<hb::MpmcQueue>("boost_lockfree_queue", depth, shape, hb::cheap);
      hb::add_peers(depth, shape);
      hb::add_other_languages(depth, shape);
    }
  }
  hb::add<hb::Naive>("naive", 1, {1, 1});
  hb::add<hb::Answer>("answer", 1, {1, 1});
  // Few values: every ten milliseconds let 64 pass.
  hb::add<hb::SleepAndRetry>("sleep_and_retry", 64, {1, 1},
                             {.fewest = 640, .most = 640});
  hb::add_idle();

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}

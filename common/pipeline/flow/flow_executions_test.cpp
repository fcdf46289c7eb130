// The parts between the threads, in every execution: nothing is lost, doubled
// or written out of order, and whatever fails, all ends and all comes back.
#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "checker/explore.hpp"
#include "pipeline/flow/first_failure.hpp"
#include "pipeline/flow/in_order.hpp"
#include "pipeline/flow/supply.hpp"
#include "pipeline/flow/window.hpp"
#include "pipeline/flow/workers.hpp"

namespace hb::pipeline {
namespace {

struct Number {
  std::uint64_t number = 0;
  int value = 0;  // plain: whoever passes it on publishes it
  void release() noexcept { value = 0; }
};

// So many chunks, and then the end; or a failure at one of them.
class Counting {
 public:
  explicit Counting(std::uint64_t chunks, std::uint64_t fails_at = ~0ULL)
      : chunks_(chunks), fails_at_(fails_at) {}
  bool operator()(Number& chunk) {
    if (next_ == fails_at_) throw std::runtime_error("read");
    if (next_ == chunks_) return false;
    chunk.number = next_++;
    chunk.value = static_cast<int>(chunk.number) + 1;
    return true;
  }

 private:
  const std::uint64_t chunks_;
  const std::uint64_t fails_at_;
  std::uint64_t next_ = 0;  // one caller at a time
};

const ExploreOptions kNoSpurious = {.spurious = 0};

TEST(Window, GivesTheNextHolderWhatTheLastOneWrote) {
  explore([] {
    Window<Number> window(1);
    Held<Number> first = *window.take();
    first->value = 7;
    std::jthread other([first = std::move(first)]() mutable {
      first->number = 1;
      first.reset();
    });
    const Held<Number> second = *window.take();
    EXPECT_EQ(second->number, 1U);
    EXPECT_EQ(second->value, 0);
  });
}

TEST(Window, EndsAWaitForAChunkThatIsStopped) {
  explore([] {
    Window<Number> window(1);
    std::stop_source stop;
    const Held<Number> first = *window.take();
    std::jthread other([&] { stop.request_stop(); });
    EXPECT_EQ(window.take(stop.get_token()).outcome(), sync::Outcome::stopped);
  });
}

TEST(FirstFailure, KeepsOneOfTwoAndEndsTheWaits) {
  explore([] {
    FirstFailure failure;
    sync::Semaphore never(1);
    never.take();
    std::jthread other([&] { failure.keep(std::make_exception_ptr(1)); });
    EXPECT_EQ(never.take(1, failure.stop_token()), sync::Outcome::stopped);
    failure.keep(std::make_exception_ptr(2));
    other.join();
    try {
      failure.rethrow();
      ADD_FAILURE();
    } catch (int which) {
      EXPECT_EQ(which, 1);
    }
    never.release();
  });
}

TEST(InOrder, WritesWhatTwoWorkersFinishInTheStreamsOrder) {
  explore(
      [] {
        Window<Number> window(2);
        FirstFailure failure;
        std::vector<std::uint64_t> written;
        Held<Number> zero = *window.take();
        Held<Number> one = *window.take();
        one->number = 1;
        InOrder<Number> in_order(2);
        {
          std::jthread writer([&] {
            in_order.run(
                [&](Held<Number> chunk) { written.push_back(chunk->number); },
                failure);
          });
          std::jthread other([&] { in_order.deliver(std::move(one)); });
          in_order.deliver(std::move(zero));
          other.join();
          in_order.close();
        }
        EXPECT_EQ(written, (std::vector<std::uint64_t>{0, 1}));
        EXPECT_TRUE(window.all_returned());
      },
      kNoSpurious);
}

TEST(MinimalSupply, GivesEachChunkToOneOfTwo) {
  explore(
      [] {
        Window<Number> window(2);
        FirstFailure failure;
        Counting read(2);
        MinimalSupply<Number, Counting> supply(window, read, failure);
        int sums[2] = {0, 0};
        const auto work = [&](int& sum) {
          while (const Held<Number> chunk = supply.next()) sum += chunk->value;
        };
        {
          std::jthread other([&] { work(sums[1]); });
          work(sums[0]);
        }
        EXPECT_EQ(sums[0] + sums[1], 3);
        EXPECT_TRUE(window.all_returned());
      },
      kNoSpurious);
}

// A reader, a worker, and the writer, as run.cpp puts them together.
struct Flow {
  explicit Flow(Counting source, std::size_t chunks = 1)
      : window(chunks), read(source), in_order(chunks) {}

  template <typename Work, typename Write>
  void run(std::size_t depth, Work work, Write write) {
    ServiceSupply<Number, Counting> supply(window, depth, read, failure);
    auto each = [&](std::size_t, Held<Number> chunk) {
      if (failure.guard([&] { work(*chunk); })) {
        in_order.deliver(std::move(chunk));
      }
    };
    std::jthread worker([&] {
      failure.guard([&] { run_stream<Number>(supply, 1, each); });
      in_order.close();
    });
    in_order.run(
        [&](Held<Number> chunk) {
          write(*chunk);
          ++written;
        },
        failure);
  }

  FirstFailure failure;
  Window<Number> window;
  Counting read;
  InOrder<Number> in_order;
  std::uint64_t written = 0;
};

const auto kNothing = [](Number&) {};
const auto kFails = [](Number&) { throw std::runtime_error("here"); };

TEST(Flow, EndsWhenAllIsWritten) {
  explore(
      [] {
        Flow flow(Counting(1));
        flow.run(1, kNothing, kNothing);
        EXPECT_EQ(flow.written, 1U);
        EXPECT_FALSE(flow.failure.happened());
        EXPECT_TRUE(flow.window.all_returned());
      },
      kNoSpurious);
}

TEST(Flow, EndsAfterAFailureOfTheReader) {
  explore(
      [] {
        Flow flow(Counting(2, 0));
        flow.run(1, kNothing, kNothing);
        EXPECT_TRUE(flow.failure.happened());
        EXPECT_TRUE(flow.window.all_returned());
      },
      kNoSpurious);
}

TEST(Flow, EndsAfterAFailureOfTheWorker) {
  explore(
      [] {
        Flow flow(Counting(1));
        flow.run(1, kFails, kNothing);
        EXPECT_EQ(flow.written, 0U);
        EXPECT_TRUE(flow.failure.happened());
        EXPECT_TRUE(flow.window.all_returned());
      },
      kNoSpurious);
}

TEST(Flow, EndsAfterAFailureOfTheWriter) {
  explore(
      [] {
        Flow flow(Counting(1));
        flow.run(1, kNothing, kFails);
        EXPECT_TRUE(flow.failure.happened());
        EXPECT_TRUE(flow.window.all_returned());
      },
      kNoSpurious);
}

}  // namespace
}  // namespace hb::pipeline

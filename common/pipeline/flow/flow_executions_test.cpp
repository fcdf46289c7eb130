// The parts between the threads, in every execution: nothing is lost, doubled
// or written out of order, and whatever fails, all ends and all comes back.
#include <gtest/gtest.h>

#include <cstddef>
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

// A window of so many chunks, and the failure of a run. Whatever the body does,
// all chunks come back.
template <typename Body>
void explore_flow(std::size_t chunks, Body body) {
  explore(
      [=] {
        Window<Number> window(chunks);
        FirstFailure failure;
        body(window, failure);
        EXPECT_TRUE(window.all_returned());
      },
      {.spurious = 0});
}

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

// Two chunks come, the second first, while this thread writes. WHY it is there
// already: one wait of the writer is enough to see.
template <typename Write>
void deliver_backwards(Window<Number>& window, FirstFailure& failure,
                       Write write) {
  Held<Number> zero = *window.take();
  Held<Number> one = *window.take();
  zero->number = 0;
  one->number = 1;
  InOrder<Number> in_order(2);
  in_order.deliver(std::move(one));
  std::jthread worker([&] {
    in_order.deliver(std::move(zero));
    in_order.close();
  });
  in_order.run(write, failure);
}

TEST(InOrder, WritesInTheStreamsOrderWhatComesBackwards) {
  explore_flow(2, [](Window<Number>& window, FirstFailure& failure) {
    std::vector<std::uint64_t> written;
    deliver_backwards(window, failure, [&](Held<Number> chunk) {
      written.push_back(chunk->number);
    });
    EXPECT_EQ(written, (std::vector<std::uint64_t>{0, 1}));
  });
}

TEST(InOrder, GivesBackWhatComesAfterAFailureOfTheWriter) {
  explore_flow(2, [](Window<Number>& window, FirstFailure& failure) {
    deliver_backwards(window, failure,
                      [](Held<Number>) { throw std::runtime_error("write"); });
    EXPECT_TRUE(failure.happened());
  });
}

TEST(MinimalSupply, GivesEachChunkToOneOfTwo) {
  explore_flow(2, [](Window<Number>& window, FirstFailure& failure) {
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
  });
}

// A reader of its own, and this thread that works.
using Service = ServiceSupply<Number, Counting>;

TEST(ServiceSupply, EndsWhereTheInputDoes) {
  explore_flow(1, [](Window<Number>& window, FirstFailure& failure) {
    Counting read(0);
    {
      Service supply(window, 1, read, failure);
      EXPECT_EQ(supply.next(), nullptr);
    }
    EXPECT_FALSE(failure.happened());
  });
}

TEST(ServiceSupply, PublishesWhatTheReaderHasWritten) {
  explore_flow(2, [](Window<Number>& window, FirstFailure& failure) {
    Counting read(1);
    Service supply(window, 1, read, failure);
    EXPECT_EQ(supply.next()->value, 1);
  });
}

TEST(ServiceSupply, EndsAfterAFailureOfTheReader) {
  explore_flow(1, [](Window<Number>& window, FirstFailure& failure) {
    Counting read(1, 0);
    {
      Service supply(window, 1, read, failure);
      while (supply.next()) {
      }
    }
    EXPECT_TRUE(failure.happened());
  });
}

TEST(ServiceSupply, EndsAfterAFailureOfWhoeverWorks) {
  explore_flow(1, [](Window<Number>& window, FirstFailure& failure) {
    Counting read(2);
    Service supply(window, 1, read, failure);
    failure.keep(std::make_exception_ptr(1));
  });
}

}  // namespace
}  // namespace hb::pipeline

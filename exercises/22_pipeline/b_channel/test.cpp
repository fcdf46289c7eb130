// Tests of 22b. The values are ints, and so are the errors.

#include "22_pipeline/b_channel/channel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <exception>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using Channel = hb::Channel<int>;

constexpr int at_end = 0;  // no value of these tests

// The next value; at_end at the end; the error, negative, if that is the end.
int next_of(Channel& channel) {
  try {
    return channel.receive().value_or(at_end);
  } catch (int error) {
    return -error;
  }
}

TEST(PipelineChannel, GivesTheValuesInOrderAndThenTheEnd) {
  explore([] {
    Channel channel(2, 1);
    channel.send(1);
    channel.send(2);
    channel.finish();
    EXPECT_EQ(next_of(channel), 1);
    EXPECT_EQ(next_of(channel), 2);
    EXPECT_EQ(next_of(channel), at_end);
  });
}

TEST(PipelineChannel, HoldsNoMoreThanItsDepth) {
  explore([] {
    Channel channel(1, 1);
    std::atomic<int> accepted = 0;
    std::jthread sender([&] {
      accepted += channel.send(1);
      accepted += channel.send(2);
    });
    EXPECT_LE(accepted.load(), 1);
    EXPECT_EQ(next_of(channel), 1);
    EXPECT_EQ(next_of(channel), 2);
  });
}

TEST(PipelineChannel, HoldsNothingIfItsDepthIsZero) {
  explore([] {
    Channel channel(0, 1);
    std::atomic<int> accepted = 0;
    std::jthread sender([&] {
      accepted += channel.send(1);
      accepted += channel.send(2);
    });
    EXPECT_EQ(accepted.load(), 0);
    EXPECT_EQ(next_of(channel), 1);
    EXPECT_LE(accepted.load(), 1);
    EXPECT_EQ(next_of(channel), 2);
  });
}

TEST(PipelineChannel, EndsWithTheLastSenderAndNotWithTheFirst) {
  explore([] {
    Channel channel(1, 2);
    channel.finish();
    std::jthread sender([&] {
      EXPECT_TRUE(channel.send(2));
      channel.finish();
    });
    EXPECT_EQ(next_of(channel), 2);
    EXPECT_EQ(next_of(channel), at_end);
  });
}

TEST(PipelineChannel, EndsWhicheverSenderIsTheLast) {
  explore([] {
    Channel channel(1, 2);
    std::jthread first([&] { channel.finish(); });
    std::jthread second([&] { channel.finish(); });
    EXPECT_EQ(next_of(channel), at_end);
  });
}

TEST(PipelineChannel, MakesRoomForOneOfTwoSenders) {
  explore(
      [] {
        Channel channel(0, 2);
        std::atomic<int> accepted = 0;
        std::jthread first([&] { accepted += channel.send(1); });
        std::jthread second([&] { accepted += channel.send(2); });
        const int value = next_of(channel);
        EXPECT_LE(accepted.load(), 1);
        EXPECT_EQ(value + next_of(channel), 3);
      },
      {.spurious = 0});
}

TEST(PipelineChannel, AnErrorComesBehindWhatWasAccepted) {
  explore([] {
    Channel channel(1, 1);
    channel.send(1);
    channel.fail(std::make_exception_ptr(5));
    EXPECT_EQ(next_of(channel), 1);
    EXPECT_EQ(next_of(channel), -5);
  });
}

TEST(PipelineChannel, LosesNothingThatWasAcceptedWhenAnotherFails) {
  explore([] {
    Channel channel(1, 2);
    bool is_accepted = false;
    std::jthread sender([&] { is_accepted = channel.send(1); });
    channel.fail(std::make_exception_ptr(5));
    const int value = next_of(channel);
    sender.join();
    EXPECT_EQ(value, is_accepted ? 1 : -5);
  });
}

TEST(PipelineChannel, AnErrorEndsItWithoutTheOtherSenders) {
  explore([] {
    Channel channel(1, 2);
    std::jthread sender([&] { channel.fail(std::make_exception_ptr(5)); });
    EXPECT_EQ(next_of(channel), -5);
  });
}

TEST(PipelineChannel, KeepsTheFirstErrorAndNotItsConsequences) {
  explore([] {
    Channel channel(1, 2);
    channel.fail(std::make_exception_ptr(5));
    channel.fail(std::make_exception_ptr(6));
    EXPECT_EQ(next_of(channel), -5);
  });
}

TEST(PipelineChannel, OfTwoErrorsAtOnceOneStays) {
  explore(
      [] {
        Channel channel(1, 2);
        std::jthread first([&] { channel.fail(std::make_exception_ptr(5)); });
        std::jthread second([&] { channel.fail(std::make_exception_ptr(6)); });
        const int error = next_of(channel);
        EXPECT_EQ(next_of(channel), error);
      },
      {.spurious = 0});
}

TEST(PipelineChannel, AnErrorWakesEverySenderThatWaitsForRoom) {
  explore([] {
    Channel channel(0, 2);
    std::jthread first([&] { EXPECT_FALSE(channel.send(1)); });
    std::jthread second([&] { EXPECT_FALSE(channel.send(2)); });
    channel.fail(std::make_exception_ptr(5));
  });
}

TEST(PipelineChannel, AcceptsNothingAfterAnError) {
  explore([] {
    Channel channel(1, 1);
    channel.fail(std::make_exception_ptr(5));
    EXPECT_FALSE(channel.send(1));
  });
}

}  // namespace

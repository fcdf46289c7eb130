// Tests of 22f. The stages themselves make the requests, so each comes at a
// known moment of one stage and at any of the others. In idle time the clock
// moves only when every thread waits: the grace takes as long as it says.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "22_pipeline/f_shutdown/shutdown.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "checker/explore.hpp"

namespace {

using namespace std::chrono_literals;
using hb::Ending;
using hb::Event;
using hb::explore;
using hb::Permits;
using hb::Time;
using Clock = std::chrono::steady_clock;

constexpr auto kGrace = 5s;

// A pipeline that numbers its chunks from 1, to `last`, and adds 10 to each.
struct Pipeline {
  const int places;
  const int last;
  Permits window{places};
  int read = 0;
  bool is_at_end = false;
  std::vector<int> written = {};
  std::stop_source first = {};
  std::stop_source second = {};
  hb::Stages stages = {
      .read = [this] { return next(); },
      .work = [](int data, Event&) { return data + 10; },
      .write = [this](int data) { written.push_back(data); },
  };

  std::optional<int> next() {
    if (is_at_end) ADD_FAILURE() << "reads on after the end";
    is_at_end = read == last;
    if (is_at_end) return std::nullopt;
    return ++read;
  }
  // A worker that asks to stop, and then hangs until it is told to give up.
  void let_work_hang() {
    stages.work = [this](int data, Event& give_up) {
      first.request_stop();
      give_up.wait();
      return data;
    };
  }
  void expect_to_end(Ending expected) {
    const Ending ending = hb::run(
        stages, window, {first.get_token(), second.get_token()}, kGrace);
    EXPECT_EQ(ending, expected);
    EXPECT_EQ(window.available(), places);
  }
};

TEST(PipelineShutdown, IsCompleteOnceAllIsWritten) {
  explore(
      [] {
        Pipeline pipeline{.places = 1, .last = 2};
        pipeline.expect_to_end(Ending::complete);
        EXPECT_EQ(pipeline.written, (std::vector<int>{11, 12}));
      },
      {.spurious = 0, .timeouts = 0});
}

TEST(PipelineShutdown, AfterARequestItWritesWhatItHasAccepted) {
  explore(
      [] {
        Pipeline pipeline{.places = 2, .last = 2};
        pipeline.stages.read = [&] {
          if (pipeline.read == 1) pipeline.first.request_stop();
          return pipeline.next();
        };
        pipeline.expect_to_end(Ending::interrupted);
        EXPECT_EQ(pipeline.written, (std::vector<int>{11}));
      },
      {.spurious = 0, .timeouts = 0});
}

TEST(PipelineShutdown, ARequestReachesAReaderThatWaitsForAPlace) {
  explore(
      [] {
        Pipeline pipeline{.places = 1, .last = 2};
        pipeline.let_work_hang();
        const auto start = Clock::now();
        pipeline.expect_to_end(Ending::forced);
        EXPECT_EQ(Clock::now() - start, kGrace);
        EXPECT_EQ(pipeline.read, 1);
        EXPECT_TRUE(pipeline.written.empty());
      },
      {.spurious = 0, .time = Time::idle});
}

TEST(PipelineShutdown, ARequestReachesAReaderThatWaitsForRoom) {
  explore(
      [] {
        Pipeline pipeline{.places = 3, .last = 3};
        Event is_third;  // one chunk at work, one in the channel, and one more
        pipeline.stages.read = [&] {
          const auto data = pipeline.next();
          if (data == 3) is_third.set();
          return data;
        };
        pipeline.stages.work = [&](int data, Event& give_up) {
          is_third.wait();
          pipeline.first.request_stop();
          give_up.wait();
          return data;
        };
        pipeline.expect_to_end(Ending::forced);
      },
      {.spurious = 0, .time = Time::idle});
}

TEST(PipelineShutdown, ARequestAfterTheEndOfTheInputBeginsTheGrace) {
  explore(
      [] {
        Pipeline pipeline{.places = 2, .last = 1};
        pipeline.let_work_hang();
        pipeline.expect_to_end(Ending::forced);
      },
      {.spurious = 0, .time = Time::idle});
}

TEST(PipelineShutdown, WithoutARequestThereIsNoHurry) {
  explore(
      [] {
        Pipeline pipeline{.places = 2, .last = 1};
        pipeline.stages.work = [](int data, Event&) {
          std::this_thread::sleep_for(2 * kGrace);
          return data;
        };
        pipeline.expect_to_end(Ending::complete);
      },
      {.spurious = 0, .time = Time::idle});
}

TEST(PipelineShutdown, ASecondRequestForcesAtOnce) {
  explore(
      [] {
        Pipeline pipeline{.places = 1, .last = 1};
        pipeline.stages.work = [&](int data, Event& give_up) {
          pipeline.first.request_stop();
          pipeline.second.request_stop();
          give_up.wait();
          return data;
        };
        const auto start = Clock::now();
        pipeline.expect_to_end(Ending::forced);
        EXPECT_EQ(Clock::now() - start, 0s);
      },
      {.spurious = 0, .time = Time::idle});
}

}  // namespace

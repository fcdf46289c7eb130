#include <gtest/gtest.h>

#include <cstddef>
#include <stop_token>
#include <thread>

#include "checker/explore.hpp"
#include "pipeline/records/batch_line.hpp"

namespace hb::pipeline {
namespace {

struct Value {
  int value = 0;
  void release() {}
};
using Line = BatchLine<Value>;

// The body is given a line of so many batches.
template <typename Body>
void explore_line(std::size_t batches, Body body) {
  explore(
      [=] {
        Line line(batches);
        body(line);
      },
      {.spurious = 0});
}

void produce(Line& line, int value) {
  auto slot = line.take_empty({});
  (*slot)->batch.value = value;
  line.send(*slot);
}

void work_on_one(Line& line) {
  auto slot = line.take_work({});
  (*slot)->batch.value *= 10;
  line.done(*slot);
}

TEST(BatchLine, GivesOutInOrderWhatTwoWorkersEndInAny) {
  explore_line(2, [](Line& line) {
    produce(line, 1);
    produce(line, 2);
    std::jthread one([&] { work_on_one(line); });
    std::jthread two([&] { work_on_one(line); });
    for (int n = 1; n <= 2; ++n) {
      EXPECT_EQ((*line.next({}))->batch.value, 10 * n);
    }
  });
}

TEST(BatchLine, HasTheProducerWaitForTheConsumer) {
  explore_line(1, [](Line& line) {
    int taken = 0;  // no lock: the checker reports a producer that is early
    std::jthread producer([&] {
      produce(line, 1);
      auto second = line.take_empty({});
      EXPECT_EQ(taken, 1);
      (*second)->batch.value = 2;
    });
    work_on_one(line);
    taken = 1;
    EXPECT_EQ((*line.next({}))->batch.value, 10);
  });
}

TEST(BatchLine, KeepsTheConsumersBatchFromTheProducer) {
  explore_line(1, [](Line& line) {
    produce(line, 1);
    work_on_one(line);
    auto mine = line.next({});
    std::jthread producer([&] { produce(line, 2); });
    EXPECT_EQ((*mine)->batch.value, 10);
  });
}

TEST(BatchLine, EndsForTheConsumerAfterTheLastBatch) {
  explore_line(1, [](Line& line) {
    produce(line, 1);
    work_on_one(line);
    std::jthread producer([&] { line.finish(); });
    EXPECT_EQ((*line.next({}))->batch.value, 10);
    EXPECT_EQ(line.next({}).outcome(), sync::Outcome::closed);
  });
}

TEST(BatchLine, TellsTheConsumerOfAProducerThatWasStopped) {
  explore_line(1, [](Line& line) {
    std::jthread producer([&] { line.finish(sync::Outcome::stopped); });
    EXPECT_EQ(line.next({}).outcome(), sync::Outcome::stopped);
  });
}

TEST(BatchLine, EndsForAWorkerAfterTheLastBatch) {
  explore_line(1, [](Line& line) {
    produce(line, 1);
    std::jthread producer([&] { line.finish(); });
    work_on_one(line);
    EXPECT_EQ(line.take_work({}).outcome(), sync::Outcome::closed);
  });
}

TEST(BatchLine, EndsTheProducersWaitWhenItIsStopped) {
  explore_line(1, [](Line& line) {
    produce(line, 1);
    std::jthread producer([&](std::stop_token stop) {
      EXPECT_EQ(line.take_empty(stop).outcome(), sync::Outcome::stopped);
    });
    producer.request_stop();
  });
}

TEST(BatchLine, LosesNoBatchToAStoppedConsumer) {
  explore_line(1, [](Line& line) {
    produce(line, 1);
    std::stop_source stop;
    stop.request_stop();
    std::jthread worker([&] { work_on_one(line); });
    if (!line.next(stop.get_token())) {
      EXPECT_EQ((*line.next({}))->batch.value, 10);
    }
  });
}

}  // namespace
}  // namespace hb::pipeline

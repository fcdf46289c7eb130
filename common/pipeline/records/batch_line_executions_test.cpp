#include <gtest/gtest.h>

#include <stop_token>
#include <thread>

#include "checker/explore.hpp"
#include "pipeline/records/batch_line.hpp"

namespace hb::pipeline {
namespace {

struct Number {
  int value = 0;
  void release() {}
};
using Line = BatchLine<Number>;

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
  explore(
      [] {
        Line line(2);
        produce(line, 1);
        produce(line, 2);
        std::jthread one([&] { work_on_one(line); });
        std::jthread two([&] { work_on_one(line); });
        for (int n = 1; n <= 2; ++n) {
          EXPECT_EQ((*line.next({}))->batch.value, 10 * n);
        }
      },
      {.spurious = 0});
}

TEST(BatchLine, HasTheProducerWaitForTheConsumer) {
  explore(
      [] {
        Line line(1);
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
      },
      {.spurious = 0});
}

TEST(BatchLine, KeepsTheConsumersBatchFromTheProducer) {
  explore(
      [] {
        Line line(1);
        produce(line, 1);
        work_on_one(line);
        auto mine = line.next({});
        std::jthread producer([&] { produce(line, 2); });
        EXPECT_EQ((*mine)->batch.value, 10);
      },
      {.spurious = 0});
}

TEST(BatchLine, EndsForTheConsumerAfterTheLastBatch) {
  explore(
      [] {
        Line line(1);
        produce(line, 1);
        work_on_one(line);
        std::jthread producer([&] { line.finish(); });
        EXPECT_EQ((*line.next({}))->batch.value, 10);
        EXPECT_EQ(line.next({}).outcome(), sync::Outcome::closed);
      },
      {.spurious = 0});
}

TEST(BatchLine, TellsTheConsumerOfAProducerThatWasStopped) {
  explore(
      [] {
        Line line(1);
        std::jthread producer([&] { line.finish(sync::Outcome::stopped); });
        EXPECT_EQ(line.next({}).outcome(), sync::Outcome::stopped);
      },
      {.spurious = 0});
}

TEST(BatchLine, EndsForAWorkerAfterTheLastBatch) {
  explore(
      [] {
        Line line(1);
        produce(line, 1);
        std::jthread producer([&] { line.finish(); });
        work_on_one(line);
        EXPECT_EQ(line.take_work({}).outcome(), sync::Outcome::closed);
      },
      {.spurious = 0});
}

TEST(BatchLine, EndsTheProducersWaitWhenItIsStopped) {
  explore(
      [] {
        Line line(1);
        produce(line, 1);
        std::jthread producer([&](std::stop_token stop) {
          EXPECT_EQ(line.take_empty(stop).outcome(), sync::Outcome::stopped);
        });
        producer.request_stop();
      },
      {.spurious = 0});
}

TEST(BatchLine, LosesNoBatchToAStoppedConsumer) {
  explore(
      [] {
        Line line(1);
        produce(line, 1);
        std::stop_source stop;
        stop.request_stop();
        std::jthread worker([&] { work_on_one(line); });
        if (!line.next(stop.get_token())) {
          EXPECT_EQ((*line.next({}))->batch.value, 10);
        }
      },
      {.spurious = 0});
}

}  // namespace
}  // namespace hb::pipeline

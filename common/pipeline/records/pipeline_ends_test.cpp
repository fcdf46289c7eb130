// How a ProducerConsumerPipeline waits, and how it ends before the file does.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <string>
#include <system_error>

#include "exec/signal.hpp"
#include "marc/record_generator.hpp"
#include "pipeline/records/producer_consumer_pipeline.hpp"
#include "pipeline/records/string_source.hpp"

namespace hb::pipeline {
namespace {

using Pipeline = ProducerConsumerPipeline;
using sync::Outcome;

// One record a read, and counted.
class OneByOne final : public ByteSource {
 public:
  struct Seen {
    std::atomic<std::size_t> given_out = 0;  // by the test
    std::atomic<std::size_t> too_many = 0;   // reads ahead of it
    exec::Signal full;                       // 1,000 are read
  };
  static constexpr std::size_t kCapacity = 1'000;

  OneByOne(Seen& seen, std::size_t records) : seen_(seen), left_(records) {}

  std::size_t read(std::span<char> to) override {
    if (left_ == 0) return 0;
    --left_;
    // Asked for the next, the producer has cut all that were read.
    if (read_ >= seen_.given_out + kCapacity) ++seen_.too_many;
    std::copy(record_.begin(), record_.end(), to.begin());
    if (++read_ == kCapacity) seen_.full.set();
    return record_.size();
  }

 private:
  const std::string record_ = marc::generate_records(7, 1);
  Seen& seen_;
  std::size_t left_;
  std::size_t read_ = 0;
};

TEST(ProducerConsumerPipeline, HasTheProducerWaitAtTheCapacity) {
  OneByOne::Seen seen;
  Pipeline pipeline =
      Pipeline::from_source(std::make_unique<OneByOne>(seen, 3'500));
  // So far it goes with nobody asking, ...
  EXPECT_EQ(seen.full.wait(), Outcome::done);
  // ... and never further ahead.
  for (;;) {
    // A batch is given out as a whole: 100 more may be read before its first.
    if (pipeline.counts().records % 100 == 0) seen.given_out += 100;
    if (!pipeline.next()) break;
  }
  EXPECT_EQ(pipeline.counts().records, 3'500u);
  EXPECT_EQ(seen.too_many, 0u);
}

// Fails like a disk after `good` bytes.
class Failing final : public ByteSource {
 public:
  Failing(std::string_view bytes, std::size_t good)
      : source_(bytes.substr(0, good), 1'000) {}
  std::size_t read(std::span<char> to) override {
    const std::size_t count = source_.read(to);
    if (count > 0) return count;
    throw std::system_error(EIO, std::generic_category(), "cannot read");
  }

 private:
  StringSource source_;
};

TEST(ProducerConsumerPipeline, TakesAFailedReadForNoEnd) {
  const std::string bytes = marc::generate_records(7, 150);
  // In a record, between two, and before the first.
  for (const std::size_t good :
       {bytes.rfind('\x1d') - 5, bytes.size(), std::size_t{0}}) {
    Pipeline pipeline =
        Pipeline::from_source(std::make_unique<Failing>(bytes, good));
    const std::size_t whole = good == 0 ? 0 : good == bytes.size() ? 150 : 149;
    for (std::size_t n = 0; n < whole; ++n) {
      ASSERT_TRUE((*pipeline.next())->is_record());
    }
    EXPECT_THROW((void)pipeline.next(), std::system_error);
    EXPECT_THROW((void)pipeline.next(), std::system_error);  // nor later
    EXPECT_EQ(pipeline.counts().malformed, 0u);
  }
}

TEST(ProducerConsumerPipeline, TakesAStopForNoEnd) {
  const std::string bytes = marc::generate_records(7, 3'000);
  std::stop_source stop;
  Pipeline pipeline = Pipeline::from_source(
      std::make_unique<StringSource>(bytes), {}, stop.get_token());
  EXPECT_TRUE(pipeline.next());
  stop.request_stop();
  auto record = pipeline.next();
  while (record) record = pipeline.next();
  EXPECT_EQ(record.outcome(), Outcome::stopped);
  EXPECT_EQ(pipeline.next().outcome(), Outcome::stopped);
  EXPECT_LE(pipeline.counts().records, 1'100u);
  // A loop that cannot ask is told by an exception.
  EXPECT_THROW(pipeline.begin(), std::system_error);
}

TEST(ProducerConsumerPipeline, MayBeStoppedBeforeItBegins) {
  std::stop_source stop;
  stop.request_stop();
  Pipeline pipeline = Pipeline::from_source(std::make_unique<StringSource>(""),
                                            {}, stop.get_token());
  EXPECT_EQ(pipeline.next().outcome(), Outcome::stopped);
}

TEST(ProducerConsumerPipeline, MayBeLeftAtAnyTime) {
  const std::string bytes = marc::generate_records(7, 300);
  for (const int records : {0, 1, 150, 299}) {
    Pipeline pipeline = Pipeline::from_source(
        std::make_unique<StringSource>(bytes), {.channel_capacity = 50});
    for (int n = 0; n < records; ++n) ASSERT_TRUE(pipeline.next());
  }
}

}  // namespace
}  // namespace hb::pipeline

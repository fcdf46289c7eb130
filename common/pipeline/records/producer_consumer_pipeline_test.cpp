#include "pipeline/records/producer_consumer_pipeline.hpp"

#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "marc/record_generator.hpp"
#include "marc/record_reader.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/records/string_source.hpp"

namespace hb::pipeline {
namespace {

using Pipeline = ProducerConsumerPipeline;
using sync::Outcome;

Pipeline over(const std::string& bytes, const RecordOptions& options = {},
              std::stop_token stop = {}) {
  return Pipeline::from_source(std::make_unique<StringSource>(bytes), options,
                               std::move(stop));
}

// What was given out, as text: place, reason or fields.
std::string told(const ParsedRecord& record) {
  std::string text = std::to_string(record.offset) + " " +
                     std::to_string(record.bytes.size()) + " " +
                     std::string(record.problem);
  for (const marc::FieldView& field : record.fields) {
    text += "|" + std::string(field.tag) + std::string(field.data);
  }
  return text;
}

std::vector<std::string> all_told(Pipeline& pipeline) {
  std::vector<std::string> result;
  std::uint64_t number = 0;
  for (const ParsedRecord& record : pipeline) {
    EXPECT_EQ(record.number, ++number);
    result.push_back(told(record));
  }
  return result;
}

// The same by the sequential reader.
std::vector<std::string> expected(const std::string& bytes) {
  std::istringstream stream(bytes);
  marc::RecordReader reader(stream);
  std::vector<std::string> result;
  while (const auto piece = reader.next()) {
    std::string text = std::to_string(piece->offset) + " " +
                       std::to_string(piece->bytes.size()) + " " +
                       piece->problem;
    if (piece->is_record()) {
      for (const marc::Field& field : marc::fields(piece->bytes)) {
        text += "|" + field.tag + field.data;
      }
    }
    result.push_back(std::move(text));
  }
  return result;
}

// Records with damage of all kinds: bytes changed, lost and added.
std::string damaged(std::uint64_t seed, std::size_t records) {
  std::mt19937_64 engine(seed);
  std::string bytes = marc::generate_records(seed, records);
  for (std::size_t n = 0; n < records / 10; ++n) {
    const std::size_t place = engine() % bytes.size();
    switch (engine() % 4) {
      case 0:
        bytes.erase(place, 1 + engine() % 40);
        break;
      case 1:
        bytes.insert(place, 1 + engine() % 40, '\x1d');
        break;
      case 2:
        bytes.insert(place, "\r\n");
        break;
      default:
        bytes[place] = static_cast<char>(engine() % 256);
        break;
    }
  }
  return bytes;
}

TEST(ProducerConsumerPipeline, GivesTheRecordsOutInTheOrderOfTheFile) {
  const std::string bytes = marc::generate_records(7, 1'234);
  Pipeline pipeline = over(bytes, {.workers = 4});
  EXPECT_EQ(all_told(pipeline), expected(bytes));
  EXPECT_EQ(pipeline.counts().records, 1'234u);
  EXPECT_EQ(pipeline.counts().bytes, bytes.size());
}

TEST(ProducerConsumerPipeline, ComesToTheSameForAllOptions) {
  const std::string bytes = damaged(3, 300) + std::string(230'000, '0') +
                            damaged(4, 100) + "cut short";
  const auto right = expected(bytes);
  Pipeline first = over(bytes);
  EXPECT_EQ(all_told(first), right);
  const RecordCounts counts = first.counts();
  EXPECT_GT(counts.malformed, 20u);
  for (const std::size_t buffer : {256u, 4'099u, 1'048'576u}) {
    for (const std::size_t batch : {1u, 7u, 100u}) {
      for (const std::size_t workers : {1u, 3u}) {
        Pipeline other = over(bytes, {.buffer_bytes = buffer,
                                      .channel_capacity = 4 * batch,
                                      .batch_records = batch,
                                      .workers = workers});
        EXPECT_TRUE(all_told(other) == right) << buffer << " " << batch;
        EXPECT_EQ(other.counts().content, counts.content);
        EXPECT_EQ(other.counts().malformed, counts.malformed);
        EXPECT_EQ(other.counts().bytes, bytes.size());
      }
    }
  }
}

TEST(ProducerConsumerPipeline, NamesTheNumberPlaceAndReasonOfAMalformedRecord) {
  std::string bytes = marc::generate_records(7, 3);
  const std::size_t second = bytes.find('\x1d') + 1;
  bytes[second + 2] = 'x';
  Pipeline pipeline = over(bytes);
  EXPECT_TRUE((*pipeline.next())->is_record());
  const ParsedRecord& malformed = **pipeline.next();
  EXPECT_EQ(malformed.number, 2u);
  EXPECT_EQ(malformed.offset, second);
  EXPECT_EQ(malformed.problem, "the leader does not begin with five digits");
  EXPECT_TRUE((*pipeline.next())->is_record());
  EXPECT_EQ(pipeline.counts().records, 2u);
  EXPECT_EQ(pipeline.counts().malformed, 1u);
}

TEST(ProducerConsumerPipeline, TakesAPartialLastRecordForAMalformedOne) {
  std::string bytes = marc::generate_records(7, 2);
  bytes.pop_back();
  Pipeline pipeline = over(bytes);
  EXPECT_TRUE((*pipeline.next())->is_record());
  EXPECT_EQ((*pipeline.next())->problem, "there is no record terminator");
  EXPECT_EQ(pipeline.next().outcome(), Outcome::closed);
  EXPECT_EQ(pipeline.counts().malformed, 1u);
}

TEST(ProducerConsumerPipeline, FindsNothingInAnEmptyFile) {
  Pipeline pipeline = over("");
  EXPECT_EQ(pipeline.next().outcome(), Outcome::closed);
  EXPECT_EQ(pipeline.next().outcome(), Outcome::closed);
}

TEST(ProducerConsumerPipeline, HonoursTheSizeOfABatch) {
  const std::string bytes = marc::generate_records(7, 250);
  for (const auto& [batch, batches] : {std::pair{1u, 250u}, {100u, 3u}}) {
    // Far smaller chunks than batches, too.
    for (const std::size_t buffer : {1'000u, 1'048'576u}) {
      Pipeline pipeline =
          over(bytes, {.buffer_bytes = buffer, .batch_records = batch});
      all_told(pipeline);
      EXPECT_EQ(pipeline.counts().batches, batches);
    }
  }
}

TEST(ProducerConsumerPipeline, HoldsNoMoreThanTheChannelInABatch) {
  Pipeline pipeline = over(marc::generate_records(7, 20),
                           {.channel_capacity = 10, .batch_records = 100});
  all_told(pipeline);
  EXPECT_EQ(pipeline.counts().batches, 2u);
}

TEST(ProducerConsumerPipeline, GetsOnWithTheFewestChunks) {
  // Records so large that a batch would need all chunks, and more.
  const std::string large = marc::encode(
      std::vector<marc::Field>(10, {"500", std::string(9'000, 'a')}));
  std::string bytes;
  for (int n = 0; n < 30; ++n) bytes += large;
  Pipeline pipeline = over(bytes, {.buffer_bytes = 50'000, .memory_bytes = 1});
  all_told(pipeline);
  EXPECT_EQ(pipeline.counts().records, 30u);
  EXPECT_EQ(pipeline.counts().malformed, 0u);
  EXPECT_EQ(pipeline.buffers().allocated, 3u);
}

TEST(ProducerConsumerPipeline, UsesItsChunksAgain) {
  const std::string some = marc::generate_records(7, 100);
  std::string bytes;
  for (int n = 0; n < 200; ++n) bytes += some;
  const std::size_t chunk = BatchProducer::chunk_bytes(512);
  Pipeline pipeline = over(bytes, {.buffer_bytes = 512,
                                   .channel_capacity = 100,
                                   .memory_bytes = 4 * chunk});
  all_told(pipeline);
  EXPECT_GT(bytes.size(), 10 * chunk);
  EXPECT_LE(pipeline.buffers().allocated, 4u);
}

TEST(ProducerConsumerPipeline, TakesTheOptionsOfTheSource) {
  const std::string bytes = marc::generate_records(7, 3'000);
  Pipeline pipeline =
      over(bytes, {.buffer_bytes = 1'048'576, .channel_capacity = 500});
  all_told(pipeline);
  EXPECT_EQ(pipeline.counts().records, 3'000u);
}

TEST(ProducerConsumerPipeline, RefusesOptionsThatAreNone) {
  EXPECT_THROW(over("", {.buffer_bytes = 0}), Failure);
  EXPECT_THROW(over("", {.channel_capacity = 0}), Failure);
  EXPECT_THROW(over("", {.batch_records = 0}), Failure);
  EXPECT_THROW(over("", {.workers = 0}), Failure);
  EXPECT_THROW(over("", {.channel_capacity = RecordOptions::kMost + 1}),
               Failure);
}

TEST(ProducerConsumerPipeline, SaysWhyAFileCannotBeOpened) {
  EXPECT_THROW(Pipeline::from_file("/no/such/books.mrc"), Failure);
}

}  // namespace
}  // namespace hb::pipeline

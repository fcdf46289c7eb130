#include "pipeline/records/record_batch.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "marc/record.hpp"

namespace hb::pipeline {
namespace {

RecordBatch::Chunk chunk_of(sync::BufferPool& pool) {
  return std::make_shared<sync::Buffer>(*pool.try_acquire());
}

TEST(RecordBatch, KeepsTheChunksOfAllItsRecordsUntilItIsReleased) {
  sync::BufferPool pool({.bytes = 8, .keep = 2});
  RecordBatch batch;
  for (int n = 0; n < 2; ++n) {
    const RecordBatch::Chunk chunk = chunk_of(pool);
    batch.append(chunk, "one", 0, 1, marc::Cut::Kind::terminated);
    batch.append(chunk, "two", 3, 2, marc::Cut::Kind::terminated);
  }
  EXPECT_EQ(pool.counts().in_use, 2u);
  batch.release();
  EXPECT_EQ(pool.counts().in_use, 0u);
  EXPECT_EQ(batch.size(), 0u);
}

TEST(RecordBatch, FindsTheFieldsAndReasonsOfItsRecordsEachTimeItIsUsed) {
  sync::BufferPool pool({.bytes = 8});
  const std::string good = marc::encode({{"001", "hb1"}, {"002", "x"}});
  RecordBatch batch;
  for (int round = 0; round < 2; ++round) {
    for (std::uint64_t n = 1; n <= 100; ++n) {
      const std::string_view bytes =
          n % 2 == 0 ? std::string_view(good) : "bad";
      batch.append(chunk_of(pool), bytes, n, n, marc::Cut::Kind::terminated);
    }
    batch.parse();
    ASSERT_EQ(batch.records().size(), 100u);
    for (const ParsedRecord& record : batch.records()) {
      const bool is_good = record.number % 2 == 0;
      EXPECT_EQ(record.is_record(), is_good);
      ASSERT_EQ(record.fields.size(), is_good ? 2u : 0u);
      EXPECT_EQ(is_good ? record.fields[1].data : "x", "x");
    }
    batch.release();
  }
}

}  // namespace
}  // namespace hb::pipeline

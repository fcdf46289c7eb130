// Records of one file: parsed by one thread, and by the pipeline of record
// mode.
//
// Question  What do workers, batches and the channel's room bring?
// Method    A file of 20,000 records, in the page cache, read in chunks of 512
//           KiB. The sequential row cuts and parses on one thread, by the same
//           functions. Each row is held to the same hash of all fields.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "marc/record_generator.hpp"
#include "pipeline/files/scratch_folder.hpp"
#include "pipeline/records/content_hash.hpp"
#include "pipeline/records/producer_consumer_pipeline.hpp"

namespace hb {
namespace {

using pipeline::RecordOptions;

constexpr std::size_t kRecords = 20'000;

// Made by the first row that asks, and there until the program ends.
class RecordFile {
 public:
  RecordFile() {
    std::ofstream file(path_, std::ios::binary);
    marc::RecordGenerator generator(7);
    for (std::size_t n = 0; n < kRecords; ++n) file << generator.next();
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  const pipeline::ScratchFolder folder_{std::filesystem::temp_directory_path()};
  const std::filesystem::path path_ = folder_ / "records.mrc";
};

const RecordFile& record_file() {
  static const RecordFile file;
  return file;
}

// #region sequential
std::uint64_t parse_on_one_thread(const std::filesystem::path& path) {
  const std::size_t read = RecordOptions().buffer_bytes;
  pipeline::FileSource source(path);
  sync::BufferPool pool(
      {.bytes = pipeline::BatchProducer::chunk_bytes(read), .keep = 3});
  pipeline::BatchProducer producer(source, pool, read, 100);
  pipeline::RecordBatch batch;
  std::uint64_t content = 0;
  for (auto more = sync::Outcome::done; more == sync::Outcome::done;) {
    batch.release();
    more = producer.fill(batch, {});
    batch.parse();
    for (const pipeline::ParsedRecord& record : batch.records()) {
      content = pipeline::combined_hash(content, record.hash);
    }
  }
  return content;
}
// #endregion sequential

std::uint64_t expected() {
  static const std::uint64_t content =
      parse_on_one_thread(record_file().path());
  return content;
}

void report(benchmark::State& state) {
  state.SetItemsProcessed(static_cast<std::int64_t>(kRecords) *
                          state.iterations());
}

void sequential(benchmark::State& state) {
  const std::uint64_t right = expected();
  for (auto _ : state) {
    if (parse_on_one_thread(record_file().path()) != right) {
      state.SkipWithError("other content");
    }
  }
  report(state);
}

void in_parallel(benchmark::State& state, const RecordOptions& options) {
  const std::uint64_t right = expected();
  for (auto _ : state) {
    auto records = pipeline::ProducerConsumerPipeline::from_file(
        record_file().path(), options);
    while (records.next()) {
    }
    if (records.counts().content != right) state.SkipWithError("other content");
  }
  report(state);
}

void add(const std::string& name, const RecordOptions& options) {
  benchmark::RegisterBenchmark(name.c_str(), [options](
                                                 benchmark::State& state) {
    in_parallel(state, options);
  })->UseRealTime();
}

}  // namespace

void add_records() {
  benchmark::RegisterBenchmark("records/sequential", sequential)->UseRealTime();
  for (const std::size_t workers : {1u, 2u, 4u}) {
    for (const std::size_t batch : {1u, 10u, 100u, 1'000u}) {
      add("records/batch " + std::to_string(batch) + ", workers " +
              std::to_string(workers),
          {.batch_records = batch, .workers = workers});
    }
  }
  // One record a batch: what the channel's room alone brings.
  for (const std::size_t capacity : {1u, 10u, 100u, 1'000u}) {
    add("records/channel " + std::to_string(capacity) + ", batch 1",
        {.channel_capacity = capacity, .batch_records = 1, .workers = 2});
  }
  add("records/channel 4000, batch 1000",
      {.channel_capacity = 4'000, .batch_records = 1'000, .workers = 2});
}

}  // namespace hb

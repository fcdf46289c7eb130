// Four files of records, read and counted by one worker or by four.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include "exec/parallel_map.hpp"
#include "exec/worker_pool.hpp"
#include "spawn.hpp"

namespace hb {
namespace {

constexpr std::size_t kFiles = 4;
constexpr std::size_t kRecords = 4'000;  // of each file
constexpr std::size_t kRecordBytes = 1'000;
constexpr char kEndOfRecord = '\x1d';

// In a folder of their own, until the benchmark ends.
class Files {
 public:
  Files()
      : folder_(std::filesystem::temp_directory_path() /
                ("happens-before-08-" + std::to_string(getpid()))) {
    std::filesystem::create_directory(folder_);
    const std::string record =
        std::string(kRecordBytes - 1, 'x') + kEndOfRecord;
    for (std::size_t n = 0; n < kFiles; ++n) {
      paths_.push_back(folder_ / ("file" + std::to_string(n + 1) + ".mrc"));
      std::ofstream file(paths_.back(), std::ios::binary);
      for (std::size_t r = 0; r < kRecords; ++r) file << record;
    }
  }
  ~Files() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  const std::vector<std::filesystem::path>& paths() const { return paths_; }

 private:
  std::filesystem::path folder_;
  std::vector<std::filesystem::path> paths_;
};

// Each worker opens a reader of its own, and looks at every byte.
std::size_t count_records(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 1 << 16> some = {};
  std::size_t records = 0;
  while (file.read(some.data(), some.size()) || file.gcount() > 0) {
    for (std::streamsize n = 0; n < file.gcount(); ++n) {
      char byte = some[static_cast<std::size_t>(n)];
      benchmark::DoNotOptimize(byte);  // one by one, as a parser does
      if (byte == kEndOfRecord) ++records;
    }
  }
  return records;
}

void count_all(benchmark::State& state, std::size_t workers) {
  const Files files;
  exec::WorkerPool pool(workers);
  for (auto _ : state) {
    const auto counts = exec::parallel_map(pool, files.paths(), count_records);
    const std::size_t all =
        std::accumulate(counts->begin(), counts->end(), std::size_t{0});
    if (all != kFiles * kRecords) state.SkipWithError("miscounted");
  }
}

}  // namespace

void add_files() {
  benchmark::RegisterBenchmark("files/one worker", [](benchmark::State& state) {
    count_all(state, 1);
  })->UseRealTime();
  benchmark::RegisterBenchmark(
      "files/four workers",
      [](benchmark::State& state) { count_all(state, 4); })
      ->UseRealTime();
}

}  // namespace hb

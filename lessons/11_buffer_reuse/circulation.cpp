#include "circulation.hpp"

#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "counted_memory.hpp"
#include "file_in_chunks.hpp"

namespace hb {
namespace {

struct Chunk {
  std::vector<char> bytes;
  std::size_t count = 0;  // of them, read from the file
};

// #region shelf
// A place for chunks, the oldest first. take() waits for one.
class Shelf {
 public:
  explicit Shelf(std::size_t room) { chunks_.reserve(room); }

  void put(Chunk chunk) {
    {
      std::lock_guard lock(mutex_);
      chunks_.push_back(std::move(chunk));
    }
    has_chunk_.notify_one();
  }
  Chunk take() {
    std::unique_lock lock(mutex_);
    has_chunk_.wait(lock, [&] { return !chunks_.empty(); });
    Chunk chunk = std::move(chunks_.front());
    chunks_.erase(chunks_.begin());
    return chunk;
  }

 private:
  std::mutex mutex_;
  std::condition_variable has_chunk_;
  std::vector<Chunk> chunks_;  // guarded by mutex_; never grows
};
// #endregion shelf

// #region circulate
// Full ones go one way and empty ones the other. Whoever takes an empty one
// waits for it, so no more memory is in use than was made at the start.
void read_chunks(SourceFile& file, Shelf& empty, Shelf& full,
                 unsigned writers) {
  unsigned told = 0;
  while (told < writers) {
    Chunk chunk = empty.take();
    chunk.count = file.read(chunk.bytes.data(), chunk.bytes.size());
    if (chunk.count == 0) ++told;  // nothing in it: the end, for one writer
    full.put(std::move(chunk));
  }
}

void write_chunks(TargetFile& file, Shelf& empty, Shelf& full) {
  while (true) {
    Chunk chunk = full.take();
    const bool is_the_end = chunk.count == 0;
    file.write(chunk.bytes.data(), chunk.count);
    empty.put(std::move(chunk));
    if (is_the_end) return;
  }
}
// #endregion circulate

}  // namespace

void buffers_circulate(unsigned writers) {
  const std::size_t buffers = writers + 1;
  SourceFile source(100 * kChunk);
  std::vector<TargetFile> targets(writers);
  reset_memory_counts();
  Shelf empty(buffers), full(buffers);
  for (std::size_t i = 0; i < buffers; ++i) {
    empty.put({.bytes = std::vector<char>(kChunk)});
  }
  {
    std::vector<std::jthread> running;
    for (TargetFile& target : targets) {
      running.emplace_back([&] { write_chunks(target, empty, full); });
    }
    read_chunks(source, empty, full, writers);
  }
  std::size_t written = 0;
  std::uint64_t sum = 0;
  for (const TargetFile& target : targets) {
    written += target.size();
    sum += target.sum();
  }
  const MemoryCounts counts = memory_counts();
  std::printf(
      "in circulation:          %3zu buffers, %4zu KiB, %zu chunks, sum %ju\n",
      counts.buffers, counts.peak / 1024, written / kChunk,
      std::uintmax_t{sum});
}

}  // namespace hb

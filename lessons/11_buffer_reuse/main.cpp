// Lesson 11: buffer reuse
//
// Shows  A file of a hundred chunks is copied with a buffer for each, with all
//        of them at once, with one, and with a few that go round. What each
//        way allocates is counted; then two ways in which reuse goes wrong.
// Run    ./workbook lesson 11 (prints expected.txt), then ./workbook check 11a

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include "circulation.hpp"
#include "counted_memory.hpp"
#include "file_in_chunks.hpp"
#include "lesson/arguments.hpp"

namespace {

using hb::kChunk;
using hb::memory_counts;
using hb::reset_memory_counts;
using hb::SourceFile;
using hb::TargetFile;

constexpr std::size_t kChunks = 100;

void print_counts(const char* how, const TargetFile& target) {
  const hb::MemoryCounts counts = memory_counts();
  std::printf("%s%3zu buffers, %4zu KiB, %zu chunks, sum %ju\n", how,
              counts.buffers, counts.peak / 1024, target.size() / kChunk,
              std::uintmax_t{target.sum()});
}

// One buffer more than there are chunks: it sees the end.
// #region each
void a_buffer_for_each_chunk() {
  SourceFile source(kChunks * kChunk);
  TargetFile target;
  reset_memory_counts();
  while (true) {
    std::vector<char> buffer(kChunk);
    const std::size_t count = source.read(buffer.data(), buffer.size());
    if (count == 0) break;
    target.write(buffer.data(), count);
  }
  print_counts("a buffer for each chunk: ", target);
}
// #endregion each

// #region batch
void all_of_them_and_then_write() {
  SourceFile source(kChunks * kChunk);
  TargetFile target;
  reset_memory_counts();
  std::vector<std::vector<char>> all;
  while (true) {
    std::vector<char> buffer(kChunk);
    buffer.resize(source.read(buffer.data(), buffer.size()));
    if (buffer.empty()) break;
    all.push_back(std::move(buffer));
  }
  for (const auto& buffer : all) target.write(buffer.data(), buffer.size());
  print_counts("all, then write:         ", target);
}
// #endregion batch

// #region one
void one_buffer_is_kept() {
  SourceFile source(kChunks * kChunk);
  TargetFile target;
  reset_memory_counts();
  std::vector<char> buffer(kChunk);
  const std::size_t at_the_start = memory_counts().allocations;
  while (true) {
    const std::size_t count = source.read(buffer.data(), buffer.size());
    if (count == 0) break;
    target.write(buffer.data(), count);
  }
  const std::size_t later = memory_counts().allocations - at_the_start;
  print_counts("one buffer, kept:        ", target);
  std::printf("  once it exists:        %3zu allocations for %zu chunks\n",
              later, kChunks);
}
// #endregion one

// #region two_kinds
void a_used_buffer_is_of_another_kind() {
  SourceFile source(2 * kChunk);
  std::vector<char> buffer(kChunk);
  std::printf("a new buffer:            size %zu, reads %zu\n", buffer.size(),
              source.read(buffer.data(), buffer.size()));
  buffer.clear();  // what a tidy pool does when it gets one back
  const std::size_t size = buffer.size();
  std::printf("one that was cleared:    size %zu, reads %zu: \"the end\"\n",
              size, source.read(buffer.data(), size));
}
// #endregion two_kinds

// #region twice
void returned_twice_it_is_given_out_twice() {
  auto buffer = std::make_unique<std::vector<char>>(kChunk);
  std::vector<std::vector<char>*> unused;
  unused.push_back(buffer.get());  // by whoever has written the chunk,
  unused.push_back(buffer.get());  // and by whoever has handled the error

  std::vector<char>* const first = unused.back();
  unused.pop_back();
  std::vector<char>* const second = unused.back();
  unused.pop_back();
  first->front() = 'a';
  second->front() = 'b';
  std::printf("returned twice:          first wrote a, and reads %c\n",
              first->front());
}
// #endregion twice

}  // namespace

int main(int argc, char** argv) {
  hb::LessonArguments arguments(
      {"11", "buffer reuse",
       "What it takes to copy a file in chunks: a buffer for each, all at "
       "once, one, or a few that go round; and how reuse goes wrong. "
       "N is the number of threads that write.",
       2});
  const unsigned writers = arguments.read(argc, argv);

  a_buffer_for_each_chunk();
  all_of_them_and_then_write();
  one_buffer_is_kept();
  hb::buffers_circulate(writers);
  a_used_buffer_is_of_another_kind();
  returned_twice_it_is_given_out_twice();
}

// What is known about some bytes of memory in this execution: the last write,
// the last reads of every thread, and the atomic accesses.
//
// A cell stands for the bytes that were always accessed together; an access of
// another shape cuts it. A time ("epoch") of a thread is the number of its
// events, plus one: an access is ordered before what knows more of the thread.
#pragma once

#include <cstdint>

#include "checker/graph/clock.hpp"

namespace hb::checker {

// A write in 32 bits, so that "the same as before" is one comparison: its
// epoch, its thread, and what makes the next access worth a second look.
constexpr std::uint32_t write_stamp(int thread, int epoch) {
  return static_cast<std::uint32_t>(epoch) | static_cast<std::uint32_t>(thread)
                                                 << 16;
}
constexpr int thread_of_write(std::uint32_t stamp) {
  return static_cast<int>(stamp >> 16 & 0xff);
}
constexpr std::int16_t epoch_of_write(std::uint32_t stamp) {
  return static_cast<std::int16_t>(stamp & 0xffff);
}
constexpr std::uint32_t kFreed = 1u << 31;
constexpr std::uint32_t kHasAtomics = 1u << 30;

struct alignas(64) Cell {
  std::uintptr_t address;
  std::uint32_t size;
  std::uint32_t last_write;  // 0: none
  std::uint32_t atomics;     // index of its AtomicCell, or 0
  std::uint16_t generation;  // how many objects have been here
  std::uint16_t reserved;
  std::uint64_t unused;
  std::int16_t reads[kMaxThreads];  // epochs
};
static_assert(sizeof(Cell) == 64);

constexpr int kLocationKinds = 4;

struct AtomicCell {
  std::int16_t writes[kMaxThreads];  // epochs
  std::int16_t reads[kMaxThreads];
  std::int16_t location[kLocationKinds];  // plus 1; 0: not known yet
};

}  // namespace hb::checker

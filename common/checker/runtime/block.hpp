// A block of the test's heap.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hb::checker {

struct Block {
  std::uintptr_t address;
  std::size_t size;
  std::size_t room;  // bytes that a later block may have here
  const void* site;  // that allocated it
  std::int16_t thread;
  std::int16_t freed_by;  // thread, or -1
  std::uint16_t seen_by;  // bit t: thread t has met its address in an atomic
  bool marked;            // reachable, in the search for leaks
  std::int32_t ordinal;   // among the allocations of its thread
  std::int32_t newer;     // block that has its memory now, or 0
};

}  // namespace hb::checker

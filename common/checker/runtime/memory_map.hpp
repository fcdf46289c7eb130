// Where the memory of a test is: the same addresses in every execution and in
// every process, so that pointers, their hashes and maps of them never differ.
//
// A slot a thread number. From its beginning:
//
//   guard | service stack | guard | stack ... top | guard | thread block
//   ... | heap
#pragma once

#include <cstddef>
#include <cstdint>

#include "checker/graph/clock.hpp"

namespace hb::checker {

constexpr std::uintptr_t kSlots = 0x500000000000;
constexpr std::size_t kSlotSize = std::size_t{16} << 20;
constexpr std::size_t kSlotsSize = kSlotSize * kMaxThreads;

constexpr std::size_t kPage = 4096;
// The runtime's own code runs here, so that it leaves nothing on the stack of
// the test, which is hashed.
constexpr std::size_t kServiceStackBegin = kPage;
constexpr std::size_t kServiceStackEnd = std::size_t{256} << 10;
constexpr std::size_t kStackBegin = kServiceStackEnd + kPage;
constexpr std::size_t kStackEnd = std::size_t{2} << 20;
// The stack of the parked pthread that lends its thread-local storage.
constexpr std::size_t kLenderBegin = kStackEnd + kPage;
constexpr std::size_t kLenderEnd = std::size_t{3} << 20;
constexpr std::size_t kHeapBegin = std::size_t{4} << 20;
constexpr std::size_t kHeapEnd = kSlotSize;

// All executions of a test together may have this much heap at a time; beyond
// it the test is said to need too much memory.
constexpr std::size_t kHeapBudget = std::size_t{24} << 20;

constexpr std::uintptr_t slot_of(int thread) {
  return kSlots + kSlotSize * static_cast<std::size_t>(thread);
}
constexpr bool in_slots(std::uintptr_t address) {
  return address - kSlots < kSlotsSize;
}
constexpr int slot_number(std::uintptr_t address) {
  return static_cast<int>((address - kSlots) / kSlotSize);
}
constexpr bool in_heap_of_a_slot(std::uintptr_t address) {
  return in_slots(address) && (address - kSlots) % kSlotSize >= kHeapBegin;
}

// The exit code of a process that could not get what the checker needs.
constexpr int kEnvironmentBroken = 3;

// Memory at a fixed address, given pages only where it is touched. Ends the
// process with a sentence if something else is there.
void* map_at(std::uintptr_t address, std::size_t size);
// The same, anywhere.
void* map_anywhere(std::size_t size);
void protect(std::uintptr_t address, std::size_t size);

}  // namespace hb::checker

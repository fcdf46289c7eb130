// Races and lifetimes: every plain access of the test is held against what is
// known about its bytes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "checker/runtime/cell.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {

// One exploration: which memory is the executable's.
void prepare_shadow(std::uintptr_t globals_begin, std::uintptr_t globals_end);

// Where the number of a byte's cell stands. Null for memory that is neither
// globals nor in a slot.
inline std::uint32_t* direct_index(std::uintptr_t address);
// The same for any memory.
std::uint32_t* cell_index(std::uintptr_t address);

// After cells have been brought back from a copy: their index may point at
// cells of the meantime.
void reindex_cells();

// The whole test: on the service stack. Leaves the fiber on a defect.
void check_access(std::uintptr_t address, std::size_t size, bool is_write,
                  const void* site);
// `free`: a write of all of it, after which every access is a defect.
void free_bytes(std::uintptr_t address, std::size_t size, const void* site);
// The bytes are a new block's: nothing is known of them.
void renew_bytes(std::uintptr_t address, std::size_t size);

// An atomic access or one to a synchronisation object, by the event that now
// happens. Not on a fiber. Fails the execution on a defect.
void touch_atomic(int thread, std::int16_t epoch, const Clock& knows,
                  std::uintptr_t address, std::size_t size, bool is_write);

// The cell of an atomic object, for locations. On a fiber.
AtomicCell& atomic_cell(std::uintptr_t address, std::size_t size,
                        std::uint16_t& generation, const void* site);

namespace detail {
[[gnu::visibility("hidden")]] extern std::uint32_t* slots_index;
[[gnu::visibility("hidden")]] extern std::uint32_t* globals_index;
[[gnu::visibility("hidden")]] extern std::uintptr_t globals_begin;
[[gnu::visibility("hidden")]] extern std::size_t globals_size;
}  // namespace detail

inline std::uint32_t* direct_index(std::uintptr_t address) {
  if (in_slots(address)) return detail::slots_index + (address - kSlots);
  const std::uintptr_t offset = address - detail::globals_begin;
  if (offset < detail::globals_size) return detail::globals_index + offset;
  return nullptr;
}

inline bool any_above(const std::int16_t* epochs, const Clock& known) {
  // All sixteen in two steps.
  typedef std::int16_t Eight __attribute__((vector_size(16)));
  typedef std::int64_t Two __attribute__((vector_size(16)));
  Eight first, second, known_first, known_second;
  __builtin_memcpy(&first, epochs, sizeof first);
  __builtin_memcpy(&second, epochs + 8, sizeof second);
  __builtin_memcpy(&known_first, known.known, sizeof known_first);
  __builtin_memcpy(&known_second, known.known + 8, sizeof known_second);
  const Two above = (Two)((first > known_first) | (second > known_second));
  return (above[0] | above[1]) != 0;
}

// The common case, without leaving a trace on the stack: the bytes have a cell
// of their own, they are no atomic's and not freed, and there is no race.
// Returns false if the access needs a second look. Counts a write that is not
// to the thread's own stack.
inline bool check_quickly(Fiber& fiber, std::uintptr_t address,
                          std::size_t size, bool is_write) {
  if (is_write && address - fiber.stack_begin >= kStackEnd - kStackBegin) {
    ++fiber.impure;
  }
  const std::uint32_t* const index = direct_index(address);
  if (index == nullptr) return false;
  const std::uint32_t number = *index;
  if (number >= execution().cells) return false;
  Cell& cell = arrays().cells[number];
  if (cell.address != address || cell.size != size) return false;
  const std::uint32_t write = cell.last_write;
  if (write == fiber.write_stamp) {
    // Its own write is the newest, and whoever read since has seen it.
    if (!is_write) cell.reads[fiber.number] = fiber.epoch;
    return true;
  }
  if ((write & (kFreed | kHasAtomics)) != 0 ||
      epoch_of_write(write) > fiber.view.known[thread_of_write(write)]) {
    return false;
  }
  if (!is_write) {
    cell.reads[fiber.number] = fiber.epoch;
    return true;
  }
  if (any_above(cell.reads, fiber.view)) return false;
  cell.last_write = fiber.write_stamp;
  return true;
}

}  // namespace hb::checker

#include "checker/runtime/shadow.hpp"

#include <algorithm>
#include <string>

#include "checker/runtime/heap.hpp"
#include "checker/runtime/isolation.hpp"
#include "checker/runtime/recorder.hpp"
#include "checker/runtime/runtime.hpp"

namespace hb::checker {

void index_cell(std::uint32_t number);

namespace {

std::uint32_t add_cell() {
  ExecutionState& now = execution();
  if (now.cells == Arrays::kCells) {
    refuse("it accesses too many places in one execution");
    if (now.running >= 0) abandon();
    return Arrays::kCells - 1;
  }
  return now.cells++;
}

std::uint32_t add_atomic_cell() {
  ExecutionState& now = execution();
  if (now.atomic_cells == Arrays::kAtomicCells) {
    refuse("it has too many atomic objects in one execution");
    if (now.running >= 0) abandon();
    return Arrays::kAtomicCells - 1;
  }
  arrays().atomic_cells[now.atomic_cells] = {};
  return now.atomic_cells++;
}

Cell* find_cell(std::uintptr_t address) {
  const std::uint32_t number = *cell_index(address);
  if (number >= execution().cells) return nullptr;
  Cell& cell = arrays().cells[number];
  return address - cell.address < cell.size ? &cell : nullptr;
}

// Makes the bytes of `cell` from `at` on a cell of their own.
Cell& cut(Cell& cell, std::uintptr_t at) {
  const std::uint32_t number = add_cell();
  Cell& right = arrays().cells[number];
  right = cell;
  right.address = at;
  right.size = static_cast<std::uint32_t>(cell.address + cell.size - at);
  cell.size = static_cast<std::uint32_t>(at - cell.address);
  if (cell.atomics != 0) {
    right.atomics = add_atomic_cell();
    AtomicCell& copy = arrays().atomic_cells[right.atomics];
    copy = arrays().atomic_cells[cell.atomics];
    std::fill_n(copy.location, kLocationKinds, std::int16_t{0});
  }
  index_cell(number);
  return right;
}

// The cell that begins at `address` and ends at `end` or before.
// REQUIRES: address < end.
Cell& cell_between(std::uintptr_t address, std::uintptr_t end,
                   const void* site) {
  if (Cell* cell = find_cell(address)) {
    if (cell->address < address) cell = &cut(*cell, address);
    if (cell->address + cell->size > end) cut(*cell, end);
    return *cell;
  }
  std::uintptr_t gap_end = address + 1;
  while (gap_end < end && find_cell(gap_end) == nullptr) ++gap_end;
  if (in_heap_of_a_slot(address)) check_bounds(address, gap_end, site);
  const std::uint32_t number = add_cell();
  Cell& cell = arrays().cells[number];
  cell = {};
  cell.address = address;
  cell.size = static_cast<std::uint32_t>(gap_end - address);
  index_cell(number);
  return cell;
}

int first_above(const std::int16_t* epochs, const Clock& known) {
  int t = 0;
  while (epochs[t] <= known.known[t]) ++t;
  return t;
}

struct Conflict {
  int thread = -1;  // none
  bool is_write = false;
  bool is_atomic = false;
};

bool write_is_unknown(const Cell& cell, const Clock& view) {
  return epoch_of_write(cell.last_write) >
         view.known[thread_of_write(cell.last_write)];
}

// What a plain access conflicts with.
Conflict conflict_of(const Cell& cell, const Clock& view, bool is_write) {
  if (write_is_unknown(cell, view)) {
    return {thread_of_write(cell.last_write), true, false};
  }
  if (is_write && any_above(cell.reads, view)) {
    return {first_above(cell.reads, view), false, false};
  }
  if (cell.atomics != 0) {
    const AtomicCell& atomics = arrays().atomic_cells[cell.atomics];
    if (any_above(atomics.writes, view)) {
      return {first_above(atomics.writes, view), true, true};
    }
    if (is_write && any_above(atomics.reads, view)) {
      return {first_above(atomics.reads, view), false, true};
    }
  }
  return {};
}

std::string name_of_thread(int thread) {
  return thread == 0 ? "the test" : "thread " + std::to_string(thread);
}

// The access that is under way, for what is said of it.
struct Access {
  int thread;
  std::uintptr_t address;
  std::size_t size;
  bool is_write;
  bool is_atomic;
  const void* site;
};

void report_race(const Access& access, const Conflict& conflict, bool frees) {
  const auto noun = [](bool is_write, bool is_atomic) {
    return std::string(is_atomic ? "atomic " : "") +
           (is_write ? "write" : "read");
  };
  if (conflict.is_atomic) {
    // The other one is an event, which the report finds; the last plain access
    // of that thread is not what was caught.
    record_access(access.thread, access.address, access.size, access.is_write,
                  access.site, true);
  } else {
    record_conflict(access.thread, access.address, access.size, access.is_write,
                    access.is_atomic, access.site, conflict.thread,
                    conflict.is_write);
  }
  exploring().failed_address = access.address;
  if (frees) {
    fail(Kind::use_after_free, name_of_thread(access.thread) + " frees what " +
                                   name_of_thread(conflict.thread) +
                                   " may still use: its " +
                                   noun(conflict.is_write, conflict.is_atomic) +
                                   " and the delete are not ordered");
    return;
  }
  fail(Kind::race, "the " + noun(access.is_write, access.is_atomic) + " by " +
                       name_of_thread(access.thread) + " and the " +
                       noun(conflict.is_write, conflict.is_atomic) + " by " +
                       name_of_thread(conflict.thread) + " are not ordered");
}

void report_freed(const Access& access) {
  exploring().failed_address = access.address;
  record_access(access.thread, access.address, access.size, access.is_write,
                access.site, false);
  fail(Kind::use_after_free, name_of_thread(access.thread) +
                                 (access.is_write ? " writes" : " reads") +
                                 " memory that was freed");
}

// A thread's stack and its thread_local objects end with it. WHY not the
// body's: who still uses those outlives the test.
bool is_of_an_ended_thread(std::uintptr_t address) {
  if (!in_slots(address) || in_heap_of_a_slot(address)) return false;
  const int owner = slot_number(address);
  const Fiber& fiber = execution().fibers[owner];
  return owner != 0 && fiber.exists && fiber.ended;
}

void report_of_an_ended_thread(const Access& access) {
  exploring().failed_address = access.address;
  record_access(access.thread, access.address, access.size, access.is_write,
                access.site, false);
  fail(Kind::use_after_free,
       name_of_thread(access.thread) +
           (access.is_write ? " writes" : " reads") +
           " the stack or a thread_local object of a thread that has ended");
}

// Calls `visit(cell)` for every cell of the bytes, until it returns false.
template <typename Visit>
bool for_each_cell(std::uintptr_t address, std::size_t size, const void* site,
                   Visit visit) {
  const std::uintptr_t end = address + size;
  while (address < end) {
    Cell& cell = cell_between(address, end, site);
    if (!visit(cell)) return false;
    address += cell.size;
  }
  return true;
}

// A plain store over an atomic object begins a new one.
void forget_atomics(Cell& cell) {
  if (cell.atomics == 0) return;
  cell.atomics = 0;
  ++cell.generation;
}

void access_bytes(std::uintptr_t address, std::size_t size, bool is_write,
                  const void* site, bool frees) {
  Fiber& fiber = running_fiber();
  const Access access{fiber.number, address, size, is_write, false, site};
  if (is_of_an_ended_thread(address)) {
    report_of_an_ended_thread(access);
    abandon();
  }
  const bool is_fine = for_each_cell(address, size, site, [&](Cell& cell) {
    if ((cell.last_write & kFreed) != 0) {
      report_freed(access);
      return false;
    }
    const Conflict conflict = conflict_of(cell, fiber.view, is_write);
    if (conflict.thread >= 0) {
      report_race(access, conflict, frees);
      return false;
    }
    if (is_write) {
      forget_atomics(cell);
      cell.last_write = fiber.write_stamp;
    } else {
      cell.reads[fiber.number] = fiber.epoch;
    }
    return true;
  });
  if (!is_fine) abandon();
}

}  // namespace

void check_access(std::uintptr_t address, std::size_t size, bool is_write,
                  const void* site) {
  constexpr std::uintptr_t kNullPage = 4096;
  if (address < kNullPage || address >> 47 != 0) return;  // let it crash
  if (is_write) remember_for_undo(address, size);
  access_bytes(address, size, is_write, site, false);
  if (is_recording()) {
    remember_access(address, size, is_write, site);
  }
}

void free_bytes(std::uintptr_t address, std::size_t size, const void* site) {
  access_bytes(address, size, true, site, true);
  for_each_cell(address, size, site, [](Cell& cell) {
    cell.last_write |= kFreed;
    std::fill_n(cell.reads, kMaxThreads, std::int16_t{0});
    return true;
  });
}

void renew_bytes(std::uintptr_t address, std::size_t size) {
  const Fiber& fiber = running_fiber();
  const std::uintptr_t end = address + size;
  while (address < end) {
    Cell* const cell = find_cell(address);
    if (cell == nullptr) {
      ++address;
      continue;
    }
    forget_atomics(*cell);
    cell->last_write = fiber.write_stamp;
    std::fill_n(cell->reads, kMaxThreads, std::int16_t{0});
    address = cell->address + cell->size;
  }
}

void touch_atomic(int thread, std::int16_t epoch, const Clock& knows,
                  std::uintptr_t address, std::size_t size, bool is_write) {
  Clock view = knows;
  view.known[thread] = INT16_MAX;
  const Access access{thread, address, size, is_write, true, nullptr};
  for_each_cell(address, size, nullptr, [&](Cell& cell) {
    if ((cell.last_write & kFreed) != 0) {
      report_freed(access);
      return false;
    }
    Conflict conflict;
    if (write_is_unknown(cell, view)) {
      conflict = {thread_of_write(cell.last_write), true, false};
    } else if (is_write && any_above(cell.reads, view)) {
      conflict = {first_above(cell.reads, view), false, false};
    }
    if (conflict.thread >= 0) {
      report_race(access, conflict, false);
      return false;
    }
    if (cell.atomics == 0) cell.atomics = add_atomic_cell();
    cell.last_write |= kHasAtomics;
    AtomicCell& atomics = arrays().atomic_cells[cell.atomics];
    (is_write ? atomics.writes : atomics.reads)[thread] = epoch;
    return true;
  });
}

AtomicCell& atomic_cell(std::uintptr_t address, std::size_t size,
                        std::uint16_t& generation, const void* site) {
  if (is_of_an_ended_thread(address)) {
    report_of_an_ended_thread(
        {running_fiber().number, address, size, false, true, site});
    abandon();
  }
  Cell& cell = cell_between(address, address + size, site);
  if ((cell.last_write & kFreed) != 0) {
    report_freed({running_fiber().number, address, size, false, true, site});
    abandon();
  }
  if (cell.atomics == 0) cell.atomics = add_atomic_cell();
  cell.last_write |= kHasAtomics;
  generation = cell.generation;
  return arrays().atomic_cells[cell.atomics];
}

}  // namespace hb::checker

#include "checker/runtime/isolation.hpp"

#include <link.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "checker/runtime/memory_map.hpp"
#include "checker/runtime/runtime.hpp"
#include "checker/runtime/shadow.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {
namespace {

Globals globals;
std::vector<char> kept;

// The writable segment of the executable, but for what the loader has made
// read-only since.
int find_globals(dl_phdr_info* info, std::size_t, void*) {
  if (info->dlpi_name[0] != '\0') return 0;
  std::uintptr_t read_only_end = 0;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    const std::uintptr_t begin = info->dlpi_addr + header.p_vaddr;
    const std::uintptr_t end = begin + header.p_memsz;
    if (header.p_type == PT_GNU_RELRO) {
      read_only_end = (end + kPage - 1) & ~(kPage - 1);
    } else if (header.p_type == PT_LOAD && (header.p_flags & PF_W) != 0) {
      globals = {begin, end};
    }
  }
  if (read_only_end > globals.begin && read_only_end <= globals.end) {
    globals.begin = read_only_end;
  }
  return 1;
}

}  // namespace

Globals globals_of_executable() {
  if (globals.end == 0) dl_iterate_phdr(&find_globals, nullptr);
  return globals;
}

void keep_globals() {
  const Globals all = globals_of_executable();
  kept.assign(reinterpret_cast<const char*>(all.begin),
              reinterpret_cast<const char*>(all.end));
}

void undo_writes() {
  ExecutionState& now = execution();
  while (now.undo_entries > 0) {
    const UndoEntry& entry = arrays().undo[--now.undo_entries];
    std::memcpy(reinterpret_cast<void*>(entry.address), &entry.bytes,
                entry.size);
  }
}

void restore_memory() {
  undo_writes();
  std::memcpy(reinterpret_cast<void*>(globals.begin), kept.data(), kept.size());
}

void remember_for_undo(std::uintptr_t address, std::size_t size) {
  if (direct_index(address) != nullptr) return;
  ExecutionState& now = execution();
  while (size > 0) {
    if (now.undo_entries == Arrays::kUndo) {
      refuse_here("it writes too much memory from outside of the test");
    }
    const std::size_t part = std::min(size, sizeof(UndoEntry::bytes));
    UndoEntry& entry = arrays().undo[now.undo_entries];
    entry = {address, 0, static_cast<std::uint32_t>(part)};
    std::memcpy(&entry.bytes, reinterpret_cast<const void*>(address), part);
    ++now.undo_entries;
    address += part;
    size -= part;
  }
}

void forget_undo_of(std::uintptr_t page) {
  ExecutionState& now = execution();
  for (std::uint32_t i = 0; i < now.undo_entries; ++i) {
    UndoEntry& entry = arrays().undo[i];
    if (entry.address / kPage == page / kPage) entry.size = 0;
  }
}

bool is_test_memory(const void* object) {
  return direct_index(reinterpret_cast<std::uintptr_t>(object)) != nullptr;
}

}  // namespace hb::checker

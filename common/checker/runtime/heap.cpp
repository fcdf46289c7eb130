#include "checker/runtime/heap.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "checker/runtime/recorder.hpp"
#include "checker/runtime/region_counts.hpp"
#include "checker/runtime/runtime.hpp"
#include "checker/runtime/service_stack.hpp"
#include "checker/runtime/shadow.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {
namespace {

constexpr std::size_t kGranule = 16;
// WHY 0xcd: what is read before it was written is the same in every execution,
// and no address.
constexpr int kFill = 0xcd;

// The number of the block at each granule of the slots. An entry counts only if
// that block agrees.
std::uint32_t* granules = nullptr;

std::uint32_t& granule_of(std::uintptr_t address) {
  return granules[(address - kSlots) / kGranule];
}

std::size_t rounded(std::size_t size) {
  const std::size_t at_least_one = std::max<std::size_t>(size, 1);
  return (at_least_one + kGranule - 1) & ~(kGranule - 1);
}

void write_granules(const Block& block, std::uint32_t number) {
  std::fill_n(&granule_of(block.address), block.room / kGranule, number);
}

std::uint32_t add_block(std::uintptr_t address, std::size_t size,
                        std::size_t room, const void* site) {
  ExecutionState& now = execution();
  if (now.blocks == Arrays::kBlocks) {
    refuse_here("it allocates too many blocks in one execution");
  }
  Fiber& fiber = running_fiber();
  const std::uint32_t number = now.blocks++;
  Block& block = arrays().blocks[number];
  block = {address, size,         room,
           site,    fiber.number, -1,
           0,       false,        fiber.allocations++,
           0};
  write_granules(block, number);
  ++now.live_blocks;
  return number;
}

// The most recently freed block of that room, which this thread freed and whose
// address it knows from an atomic object; or 0. WHY only then: without it no
// comparison can take the new block for the old one.
std::uint32_t reusable(Fiber& fiber, std::size_t room, std::size_t alignment) {
  for (int i = fiber.freed - 1; i >= 0 && i >= fiber.freed - kRecentlyFreed;
       --i) {
    const std::uint32_t number = fiber.recently_freed[i % kRecentlyFreed];
    const Block& block = arrays().blocks[number];
    if (block.room != room || block.newer != 0 ||
        block.address % alignment != 0) {
      continue;
    }
    return (block.seen_by >> fiber.number & 1) != 0 ? number : 0;
  }
  return 0;
}

bool chooses_reuse(const void* site) {
  Request request;
  request.kind = EventKind::choice;
  request.operand = 2;
  request.site = site;
  return ask(request).result == 1;
}

struct Allocation {
  std::size_t size;
  std::size_t alignment;
  const void* site;
  void* result;
};

std::uintptr_t fresh_address(Fiber& fiber, std::size_t room,
                             std::size_t alignment) {
  const std::uintptr_t arena = slot_of(fiber.number) + kHeapBegin;
  // A granule between blocks belongs to nobody: there an overrun is seen.
  const std::uintptr_t first = arena + fiber.heap_used + kGranule;
  const std::uintptr_t address = (first + alignment - 1) & ~(alignment - 1);
  ExecutionState& now = execution();
  const std::size_t used = address + room - arena;
  if (room > kHeapBudget || used > kHeapEnd - kHeapBegin ||
      now.heap_bytes + room > kHeapBudget) {
    refuse_here("the memory of the test: it allocates more than " +
                std::to_string(kHeapBudget >> 20) + " MB");
  }
  fiber.heap_used = used;
  now.heap_bytes += room;
  return address;
}

void allocate_here(Allocation& asked) {
  Fiber& fiber = running_fiber();
  ++fiber.impure;
  if (fiber.open_regions > 0) count_allocation(fiber);
  const std::size_t alignment = std::max(asked.alignment, kGranule);
  if (asked.size > kHeapBudget) fresh_address(fiber, asked.size, alignment);
  const std::size_t room = rounded(asked.size);
  std::uintptr_t address = 0;
  if (const std::uint32_t old = reusable(fiber, room, alignment);
      old != 0 && chooses_reuse(asked.site)) {
    address = arrays().blocks[old].address;
    arrays().blocks[old].newer = static_cast<std::int32_t>(execution().blocks);
    add_block(address, asked.size, room, asked.site);
    renew_bytes(address, room);
  } else {
    address = fresh_address(fiber, room, alignment);
    add_block(address, asked.size, room, asked.site);
  }
  asked.result = reinterpret_cast<void*>(address);
  std::memset(asked.result, kFill, room);
  record_allocation(execution().blocks - 1);
}

struct Release {
  void* block;
  const void* site;
};

[[noreturn]] void report_bad_free(std::uintptr_t address, const Block* block,
                                  const void* site) {
  exploring().failed_address = address;
  record_access(running_fiber().number, address, 1, true, site, false);
  if (block == nullptr) {
    fail_here(Kind::crash, "memory is freed that was never allocated");
  }
  if (block->address != address) {
    fail_here(Kind::crash, "what is freed is not the beginning of a block");
  }
  fail_here(Kind::double_free, "a block is freed that was freed before");
}

void free_here(Release& release) {
  const auto address = reinterpret_cast<std::uintptr_t>(release.block);
  Block* const block = block_at(address);
  if (block == nullptr || block->address != address || block->freed_by >= 0) {
    report_bad_free(address, block, release.site);
  }
  Fiber& fiber = running_fiber();
  ++fiber.impure;
  free_bytes(address, std::max<std::size_t>(block->size, 1), release.site);
  block->freed_by = fiber.number;
  --execution().live_blocks;
  const auto number = static_cast<std::uint32_t>(block - arrays().blocks);
  fiber.recently_freed[fiber.freed++ % kRecentlyFreed] = number;
  record_free(number);
}

}  // namespace

void prepare_heap() {
  if (granules != nullptr) return;
  granules = static_cast<std::uint32_t*>(
      map_anywhere(kSlotsSize / kGranule * sizeof(std::uint32_t)));
}

void reindex_blocks() {
  // In order: of two blocks at one place, the newer counts.
  for (std::uint32_t number = 1; number < execution().blocks; ++number) {
    write_granules(arrays().blocks[number], number);
  }
}

Block* block_at(std::uintptr_t address) {
  if (!in_heap_of_a_slot(address)) return nullptr;
  const std::uint32_t number = granule_of(address);
  if (number == 0 || number >= execution().blocks) return nullptr;
  Block& block = arrays().blocks[number];
  return address - block.address < block.room ? &block : nullptr;
}

void check_bounds(std::uintptr_t begin, std::uintptr_t end, const void* site) {
  const Block* const block = block_at(begin);
  if (block != nullptr && end <= block->address + block->size) return;
  // Behind its end, or so near that it must have been meant.
  const Block* const before =
      block != nullptr ? block : block_at(begin - kGranule);
  exploring().failed_address = begin;
  if (execution().running < 0) return;
  record_access(running_fiber().number, begin, end - begin, false, site, false);
  fail_here(Kind::crash, before != nullptr
                             ? "access past the end of a block"
                             : "access to heap memory that is no block");
}

void note_seen(int thread, std::uint64_t value) {
  Block* const block = block_at(value);
  if (block == nullptr) return;
  block->seen_by = static_cast<std::uint16_t>(block->seen_by | 1u << thread);
}

void* heap_allocate(std::size_t size, std::size_t alignment, const void* site) {
  Allocation asked{size, alignment, site, nullptr};
  on_service_stack(&allocate_here, asked);
  return asked.result;
}

void heap_free(void* block, const void* site) {
  Release release{block, site};
  on_service_stack(&free_here, release);
}

std::size_t heap_size(const void* block) {
  const Block* const found = block_at(reinterpret_cast<std::uintptr_t>(block));
  return found == nullptr ? 0 : found->size;
}

bool in_heap(const void* address) {
  return in_heap_of_a_slot(reinterpret_cast<std::uintptr_t>(address));
}

}  // namespace hb::checker

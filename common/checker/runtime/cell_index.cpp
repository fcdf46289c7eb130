// Finding the cell of a byte: directly for the memory of the test, by page for
// any other memory (locals of the test's caller, blocks from before).

#include <algorithm>

#include "checker/runtime/block.hpp"
#include "checker/runtime/shadow.hpp"

namespace hb::checker {

namespace detail {
std::uint32_t* slots_index = nullptr;
std::uint32_t* globals_index = nullptr;
std::uintptr_t globals_begin = 0;
std::size_t globals_size = 0;
}  // namespace detail

namespace {

// An open hash table of pages. It only grows, for as long as the process lives.
struct Pages {
  static constexpr std::size_t kCapacity = std::size_t{1} << 12;

  std::uintptr_t page[kCapacity];  // number, plus 1
  std::uint32_t* index[kCapacity];
  std::size_t used;
};
Pages* pages = nullptr;

std::uint32_t* index_of_page(std::uintptr_t number) {
  std::size_t slot = number * 0x9e3779b97f4a7c15u >> 52;
  while (pages->page[slot] != number + 1) {
    if (pages->page[slot] == 0) {
      if (pages->used > Pages::kCapacity / 2) {
        refuse_here("it uses too much memory from outside of the test");
      }
      ++pages->used;
      pages->page[slot] = number + 1;
      pages->index[slot] = static_cast<std::uint32_t*>(
          map_anywhere(kPage * sizeof(std::uint32_t)));
    }  // is then the one
    else {
      slot = (slot + 1) % Pages::kCapacity;
    }
  }
  return pages->index[slot];
}

}  // namespace

void prepare_shadow(std::uintptr_t globals_begin, std::uintptr_t globals_end) {
  if (detail::slots_index != nullptr) return;
  const auto index_for = [](std::size_t bytes) {
    return static_cast<std::uint32_t*>(
        map_anywhere(bytes * sizeof(std::uint32_t)));
  };
  detail::globals_begin = globals_begin;
  detail::globals_size = globals_end - globals_begin;
  detail::globals_index = index_for(detail::globals_size + kPage);
  detail::slots_index = index_for(kSlotsSize);
  pages = static_cast<Pages*>(map_anywhere(sizeof(Pages)));
}

std::uint32_t* cell_index(std::uintptr_t address) {
  if (std::uint32_t* const direct = direct_index(address)) return direct;
  return index_of_page(address / kPage) + address % kPage;
}

void index_cell(std::uint32_t number) {
  const Cell& cell = arrays().cells[number];
  std::uintptr_t address = cell.address;
  const std::uintptr_t end = address + cell.size;
  if (std::uint32_t* const direct = direct_index(address)) {
    std::fill_n(direct, cell.size, number);
    return;
  }
  for (; address < end; ++address) *cell_index(address) = number;
}

void reindex_cells() {
  for (std::uint32_t number = 1; number < execution().cells; ++number) {
    index_cell(number);
  }
}

}  // namespace hb::checker

#include "checker/runtime/location_table.hpp"

#include "checker/runtime/runtime.hpp"
#include "checker/runtime/shadow.hpp"

namespace hb::checker {
namespace {

LocationTable table;

bool is_same(const Location& a, const Location& b) {
  return a.address == b.address && a.used_as == b.used_as &&
         a.generation == b.generation;
}

}  // namespace

LocationTable& locations() { return table; }

void LocationTable::clear() {
  locations_.clear();
  slots_.assign(1024, -1);
}

// Where the location is, or is to be.
std::size_t LocationTable::slot_of(const Location& location) const {
  const std::uint64_t key = location.address ^
                            std::uint64_t(location.generation) << 48 ^
                            std::uint64_t(location.used_as) << 60;
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = (key * 0x9e3779b97f4a7c15u >> 32) & mask;
  while (slots_[slot] >= 0 &&
         !is_same(locations_[std::size_t(slots_[slot])], location)) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

std::int16_t LocationTable::find_or_add(const Location& location) {
  const std::size_t slot = slot_of(location);
  if (slots_[slot] >= 0) return slots_[slot];
  if (locations_.size() == INT16_MAX) return -1;
  const auto number = static_cast<std::int16_t>(locations_.size());
  slots_[slot] = number;
  locations_.push_back(location);
  if (locations_.size() * 2 > slots_.size()) grow();
  return number;
}

void LocationTable::grow() {
  slots_.assign(slots_.size() * 2, -1);
  for (std::size_t i = 0; i < locations_.size(); ++i) {
    slots_[slot_of(locations_[i])] = static_cast<std::int16_t>(i);
  }
}

std::int16_t locate(std::uintptr_t address, std::size_t size, UsedAs used_as,
                    const void* site, std::uint64_t initial) {
  constexpr std::uintptr_t kNullPage = 4096;
  if (address < kNullPage) {
    // The access that the program would have made.
    asm volatile("movb (%0), %%al" : : "r"(address) : "rax", "memory");
  }
  std::uint16_t generation = 0;
  AtomicCell& cell = atomic_cell(address, size, generation, site);
  std::int16_t& known = cell.location[std::size_t(used_as)];
  if (known == 0) {
    const std::int16_t number =
        table.find_or_add({address, used_as, static_cast<std::uint8_t>(size),
                           generation, initial});
    if (number < 0) refuse_here("it has too many atomic objects");
    known = static_cast<std::int16_t>(number + 1);
  }
  const auto number = static_cast<std::int16_t>(known - 1);
  Location& location = table[number];
  if (location.size != size) {
    refuse_here("it accesses one atomic object in two sizes");
  }
  location.initial = initial;
  return number;
}

}  // namespace hb::checker

// The numbers by which the explorer knows the objects of the test. A number is
// the same in all executions of one exploration.
//
// An object is an address, what it is used as, and how many objects were there
// before it: stack slots and heap blocks are used again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hb::checker {

enum class UsedAs : std::uint8_t { atomic, lock, waiters, guard };

struct Location {
  std::uintptr_t address;
  UsedAs used_as;
  std::uint8_t size;
  std::uint16_t generation;
  std::uint64_t initial;  // state of what is not an atomic
};

class LocationTable {
 public:
  void clear();
  // -1 if there are too many.
  std::int16_t find_or_add(const Location& location);
  Location& operator[](int number) { return locations_[std::size_t(number)]; }
  int size() const { return static_cast<int>(locations_.size()); }

 private:
  void grow();
  std::size_t slot_of(const Location& location) const;

  std::vector<Location> locations_;
  std::vector<std::int16_t> slots_;  // open hash table of numbers; -1: free
};

LocationTable& locations();

// The location of the object at `address`. On a fiber; leaves it on a defect.
std::int16_t locate(std::uintptr_t address, std::size_t size, UsedAs used_as,
                    const void* site, std::uint64_t initial = 0);

}  // namespace hb::checker

#include "checker/threads/region_table.hpp"

#include <array>
#include <bitset>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "checker/region.hpp"
#include "checker/threads/invisible_lock.hpp"

namespace hb {
namespace threads {
namespace {

constexpr std::size_t kRegions = 32;

struct Table {
  InvisibleLock lock;
  // All guarded by lock.
  std::array<const char*, kRegions> names = {};
  std::array<int, kRegions> open = {};
  std::array<std::bitset<kRegions>, kRegions> overlapped = {};
  std::size_t count = 0;
};
Table table;

// REQUIRES: table.lock is held.
std::size_t index_of(const char* name) {
  for (std::size_t i = 0; i < table.count; ++i) {
    if (std::strcmp(table.names[i], name) == 0) return i;
  }
  if (table.count == kRegions) {
    std::fprintf(stderr, "error: more than %zu region names in one test\n",
                 kRegions);
    std::abort();
  }
  table.names[table.count] = name;
  return table.count++;
}

void enter(const char* name) {
  const std::lock_guard lock(table.lock);
  const std::size_t entered = index_of(name);
  for (std::size_t other = 0; other < table.count; ++other) {
    if (table.open[other] == 0) continue;
    table.overlapped[entered].set(other);
    table.overlapped[other].set(entered);
  }
  ++table.open[entered];
}

void leave(const char* name) {
  const std::lock_guard lock(table.lock);
  --table.open[index_of(name)];
}

}  // namespace

void forget_regions() {
  const std::lock_guard lock(table.lock);
  table.count = 0;
  table.open.fill(0);
  table.overlapped.fill({});
}

bool regions_overlapped(const char* first, const char* second) {
  const std::lock_guard lock(table.lock);
  return table.overlapped[index_of(first)].test(index_of(second));
}

}  // namespace threads

Region::Region(const char* name) : name_(name) { threads::enter(name_); }

Region::~Region() { threads::leave(name_); }

}  // namespace hb

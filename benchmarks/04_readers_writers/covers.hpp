// A cache whose readers stay for a microsecond: what a shared lock is for.
#pragma once

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "shared_settings.hpp"

namespace hb {

// About a microsecond with the cover, while it must not change.
inline bool show(const std::string& cover) {
  std::uint64_t state = cover.size() + 1;
  for (int i = 0; i < 1'000; ++i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
  }
  benchmark::DoNotOptimize(state);
  return !cover.empty();
}

template <typename Mutex, template <typename> typename ForReading>
class LockedCache {
 public:
  template <typename Use>
  bool look(int record, Use use) const {
    ForReading<Mutex> lock(mutex_);
    const auto entry = covers_.find(record);
    if (entry == covers_.end()) return false;
    use(entry->second);
    return true;
  }
  void put(int record, std::string cover) {
    std::lock_guard lock(mutex_);
    covers_.insert_or_assign(record, std::move(cover));
  }

 private:
  mutable Mutex mutex_;
  std::map<int, std::string> covers_;  // guarded by mutex_
};

template <typename Cache>
class Covers {
 public:
  using Reader = ReaderOf<Covers>;

  Covers() { change(); }

  bool is_whole() const {
    bool is_shown = false;
    cache_.look(7, [&](const std::string& cover) { is_shown = show(cover); });
    return is_shown;
  }
  void change() {
    cache_.put(7, "cover");
    changes_.fetch_add(1, std::memory_order_relaxed);
  }
  std::int64_t changes() const { return changes_ - 1; }

 private:
  Cache cache_;
  std::atomic<std::int64_t> changes_ = 0;
};

}  // namespace hb

// 04a  rw_cache: readers side by side (solution)
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <utility>

namespace hb {

// The covers of books, by record. Any thread may call anything.
// ---------------------------------------------------- edit below this line
class CoverCache {
 public:
  // Calls use(cover) with the cover of `record`, which stays as it is until
  // use() returns. Returns whether there is one; if so, it is a hit.
  template <typename Use>
  bool look(int record, Use use) const {
    // WHY shared, and until use() has returned: readers keep out the writers
    // of put() and drop(), and not each other.
    std::shared_lock lock(mutex_);
    const auto entry = covers_.find(record);
    if (entry == covers_.end()) return false;
    // WHY atomic: other readers are in here too, and each of them writes this.
    // WHY relaxed: it is a count, and nobody concludes anything else from it.
    hits_.fetch_add(1, std::memory_order_relaxed);
    use(entry->second);
    return true;
  }

  // Enters the cover of `record`, in the place of an older one.
  void put(int record, std::string cover) {
    // WHY alone: pairs with the shared lock in look().
    std::unique_lock lock(mutex_);
    covers_.insert_or_assign(record, std::move(cover));
  }

  // Takes the cover of `record` out.
  void drop(int record) {
    // WHY alone: look() may stand on the entry that goes.
    std::unique_lock lock(mutex_);
    covers_.erase(record);
  }

  // Returns how often look() has found a cover.
  int hits() const { return hits_.load(std::memory_order_relaxed); }

 private:
  mutable std::shared_mutex mutex_;
  std::map<int, std::string> covers_;  // guarded by mutex_
  mutable std::atomic<int> hits_ = 0;  // only grows
};

}  // namespace hb

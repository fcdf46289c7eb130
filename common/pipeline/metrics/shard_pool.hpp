// Shards of something that many threads write: one a thread, merged by a
// reader. What a thread wrote stays when it ends, and its shard goes to the
// next thread that asks: a run that starts a thread a chunk has as many shards
// as threads at once, not as chunks.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace hb::pipeline {

// Thread-safe. A shard has one owner at a time; what several threads touch
// inside it is the shard's affair (OwnedCount).
template <typename Shard>
class ShardPool {
 public:
  // A shard nobody else owns, perhaps with what earlier owners wrote.
  // O(1); allocates if none is free.
  Shard& take() {
    // WHY a lock: pairs with give_back(). The new owner sees the old one's last
    // counts before it adds to them.
    std::lock_guard lock(mutex_);
    if (free_.empty()) {
      free_.reserve(all_.size() + 1);  // so that give_back() cannot throw
      all_.push_back(std::make_unique<Shard>());
      return *all_.back();
    }
    Shard& shard = *free_.back();
    free_.pop_back();
    return shard;
  }

  // REQUIRES: `shard` is from take(), and its owner writes to it no more.
  void give_back(Shard& shard) noexcept {
    std::lock_guard lock(mutex_);
    free_.push_back(&shard);
  }

  // Calls read(const Shard&) for each, those of ended threads too. Owners write
  // on meanwhile; only a thread that takes its first shard waits.
  template <typename Read>
  void for_each(Read&& read) const {
    std::lock_guard lock(mutex_);
    for (const std::unique_ptr<Shard>& shard : all_) {
      read(static_cast<const Shard&>(*shard));
    }
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return all_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Shard>> all_;  // guarded by mutex_
  std::vector<Shard*> free_;                 // guarded by mutex_
};

}  // namespace hb::pipeline

// The calling thread's shard of a ShardPool, found without a lock.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "pipeline/metrics/shard_pool.hpp"

namespace hb::pipeline {

// Thread-safe. Pools may come and go in any order with the threads that use
// them. REQUIRES: mine() is not called by destructors of thread_local objects.
template <typename Shard>
class ThreadShards {
 public:
  ThreadShards() : pool_(std::make_shared<Pool>()) {}
  ThreadShards(const ThreadShards&) = delete;
  ThreadShards& operator=(const ThreadShards&) = delete;

  // The calling thread's: two loads and a comparison, but for its first call.
  Shard& mine() const {
    if (last_.id == id_) return *last_.shard;
    return find();
  }

  template <typename Read>
  void for_each(Read&& read) const {
    pool_->for_each(read);
  }
  std::size_t size() const { return pool_->size(); }

 private:
  using Pool = ShardPool<Shard>;

  struct Entry {
    std::uint64_t id;
    Shard* shard;
    std::weak_ptr<Pool> pool;  // weak: it may end before the thread
  };

  // A thread's shards; they go back when it ends.
  struct Mine {
    std::vector<Entry> entries;

    Mine() = default;
    Mine(const Mine&) = delete;
    Mine& operator=(const Mine&) = delete;
    ~Mine() {
      last_ = {};
      for (const Entry& entry : entries) {
        if (const auto pool = entry.pool.lock()) pool->give_back(*entry.shard);
      }
    }
  };

  // WHY a number and not an address: a new pool may stand where an old one was.
  struct Last {
    std::uint64_t id = 0;
    Shard* shard = nullptr;
  };

  static std::uint64_t next_id() {
    static std::atomic<std::uint64_t> last = 0;
    // WHY relaxed: numbers only have to differ.
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
  }

  Shard& find() const {
    thread_local Mine mine;
    const auto known = std::ranges::find(mine.entries, id_, &Entry::id);
    if (known != mine.entries.end()) {
      last_ = {known->id, known->shard};
    } else {
      std::erase_if(mine.entries,
                    [](const Entry& entry) { return entry.pool.expired(); });
      mine.entries.reserve(mine.entries.size() + 1);
      Shard& shard = pool_->take();
      mine.entries.push_back({id_, &shard, pool_});
      last_ = {id_, &shard};
    }
    return *last_.shard;
  }

  static inline thread_local Last last_ = {};

  const std::uint64_t id_ = next_id();
  const std::shared_ptr<Pool> pool_;
};

}  // namespace hb::pipeline

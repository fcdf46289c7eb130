// 08b  reorder: the order of the work, not of its completion (solution)
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <utility>

namespace hb {

// Writes numbered values in the order of their numbers.
// ---------------------------------------------------- edit below this line
class OrderedWriter {
 public:
  // `write` does not throw, and is called by one thread at a time.
  explicit OrderedWriter(std::function<void(int)> write)
      : write_(std::move(write)) {}

  // Takes value number `number`; the first is 0. Returns when it is written,
  // or left for whoever writes what comes before it.
  void put(std::size_t number, int value) {
    std::unique_lock lock(mutex_);
    held_.emplace(number, value);
    // WHY nobody else writes meanwhile: next_ names the value that is being
    // written until it is, so no other value's turn has come. Whoever writes
    // looks again under the lock, and finds what was left here under it.
    for (auto first = held_.begin();
         first != held_.end() && first->first == next_; first = held_.begin()) {
      const int mine = first->second;
      held_.erase(first);
      // WHY without the lock: a write can be long, and the others only want to
      // leave their values.
      lock.unlock();
      write_(mine);
      // WHY the lock before the count: the next writer takes it after this, and
      // sees all that this write has done.
      lock.lock();
      ++next_;
    }
  }

 private:
  const std::function<void(int)> write_;  // by one thread at a time
  std::mutex mutex_;
  std::map<std::size_t, int> held_;  // guarded by mutex_
  std::size_t next_ = 0;             // guarded by mutex_
};

}  // namespace hb

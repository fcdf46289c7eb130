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
    // WHY leave: whoever writes looks again under the lock before it stops, and
    // finds the value that was left here under the same lock.
    if (is_writing_) return;
    is_writing_ = true;
    for (auto first = held_.begin();
         first != held_.end() && first->first == next_; first = held_.begin()) {
      const int mine = first->second;
      held_.erase(first);
      // WHY without the lock: a write can be long, and the others only want to
      // leave their values. is_writing_ keeps them from writing.
      lock.unlock();
      write_(mine);
      lock.lock();
      ++next_;
    }
    is_writing_ = false;
  }

 private:
  const std::function<void(int)> write_;  // called while is_writing_
  std::mutex mutex_;
  std::map<std::size_t, int> held_;  // guarded by mutex_
  std::size_t next_ = 0;             // guarded by mutex_
  bool is_writing_ = false;          // guarded by mutex_
};

}  // namespace hb

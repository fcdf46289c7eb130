// A queue of tasks that keeps its memory: a ring that doubles when it is full.
#pragma once

#include <cassert>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "exec/task.hpp"

namespace hb::exec {

// push and pop are O(1), push amortised. It never gives memory back. Not
// thread-safe: whoever owns it has the lock.
class TaskQueue {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  // Strong guarantee: where there is no memory, nothing has changed.
  void push(Task&& task) {
    make_room_for(1);
    put(std::move(task));
  }
  void push_all(std::span<Task> tasks) {
    make_room_for(tasks.size());
    for (Task& task : tasks) put(std::move(task));
  }

  // REQUIRES: not empty.
  Task pop() {
    assert(!empty());
    Task task = std::move(ring_[first_ & (ring_.size() - 1)]);
    ++first_;
    --size_;
    return task;
  }

  // So that the next pushes up to `count` tasks need no memory.
  void reserve(std::size_t count) {
    if (count > size_) make_room_for(count - size_);
  }

 private:
  void put(Task&& task) {
    ring_[(first_ + size_) & (ring_.size() - 1)] = std::move(task);
    ++size_;
  }

  void make_room_for(std::size_t more) {
    if (size_ + more <= ring_.size()) return;
    std::size_t room = ring_.empty() ? 16 : ring_.size();
    while (room < size_ + more) room *= 2;  // a power of two: & is the modulo
    std::vector<Task> larger(room);
    for (std::size_t n = 0; n < size_; ++n) {
      larger[n] = std::move(ring_[(first_ + n) & (ring_.size() - 1)]);
    }
    ring_ = std::move(larger);
    first_ = 0;
  }

  std::vector<Task> ring_;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

}  // namespace hb::exec

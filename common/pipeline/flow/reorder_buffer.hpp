// From the order in which chunks are finished to that in which they were begun.
//
//   ReorderBuffer<Chunk> chunks(window);
//   while (auto finished = channel.receive()) {
//     chunks.put(finished->number, std::move(*finished));
//     while (auto next = chunks.take_next()) write(*next);
//   }
//
// A ring: of chunks in flight there are at most as many as it has places, so
// no two ever want the same.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace hb::pipeline {

// One thread at a time: the writer's. put() and take_next() are O(1) and
// allocate nothing.
template <typename T>
class ReorderBuffer {
 public:
  // REQUIRES: places > 0, and numbers are less than `places` ahead of the first
  // that is missing.
  explicit ReorderBuffer(std::size_t places, std::uint64_t first = 0)
      : ring_(places), next_(first) {}

  void put(std::uint64_t number, T value) {
    assert(next_ <= number && number - next_ < ring_.size() &&
           "the window is the limit");
    std::optional<T>& place = ring_[number % ring_.size()];
    assert(!place && "a number comes once");
    place.emplace(std::move(value));
    ++waiting_;
  }

  // The next in order, if it has come.
  std::optional<T> take_next() {
    std::optional<T>& place = ring_[next_ % ring_.size()];
    if (!place) return std::nullopt;
    std::optional<T> value = std::move(place);
    place.reset();
    ++next_;
    --waiting_;
    return value;
  }

  std::uint64_t next() const { return next_; }
  std::size_t waiting() const { return waiting_; }

 private:
  std::vector<std::optional<T>> ring_;
  std::uint64_t next_;
  std::size_t waiting_ = 0;
};

}  // namespace hb::pipeline

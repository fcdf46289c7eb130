// How many chunks may be on their way at once: as many as there are.
//
//   Window<Chunk> window(8);
//   if (Expected<Held<Chunk>> chunk = window.take(stop)) fill(**chunk);
//                            // back when its holder lets go, on every path
//
// Chunks are used again, with the memory that they have. What else they hold
// goes back with them: a Chunk has a release() for that. They are taken in the
// order of the stream, by one thread at a time; so the chunk that all others
// wait for has what it needs.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <utility>
#include <vector>

#include "sync/outcome.hpp"
#include "sync/semaphore.hpp"

namespace hb::pipeline {

// Thread-safe. REQUIRES: all chunks are back before it ends.
template <typename Chunk>
class Window {
 public:
  struct GiveBack {
    Window* window = nullptr;
    void operator()(Chunk* chunk) const noexcept { window->give_back(chunk); }
  };
  using Held = std::unique_ptr<Chunk, GiveBack>;

  explicit Window(std::size_t chunks)
      : permits_(static_cast<std::int64_t>(chunks)), all_(chunks) {
    free_.reserve(chunks);
    for (Chunk& chunk : all_) free_.push_back(&chunk);
  }

  // Waits while all are on their way. Stopped, or the chunk.
  sync::Expected<Held> take(std::stop_token stop = {}) {
    const sync::Outcome outcome = permits_.take(1, std::move(stop));
    if (outcome != sync::Outcome::done) return outcome;
    std::lock_guard lock(mutex_);
    assert(!free_.empty() && "there is a chunk for each permit");
    Chunk* const chunk = free_.back();
    free_.pop_back();
    return Held(chunk, GiveBack{this});
  }

  bool all_returned() const { return permits_.all_returned(); }
  std::size_t size() const { return all_.size(); }
  std::size_t on_their_way() const {
    return size() - static_cast<std::size_t>(permits_.available());
  }

 private:
  void give_back(Chunk* chunk) noexcept {
    chunk->release();
    {
      std::lock_guard lock(mutex_);
      free_.push_back(chunk);  // reserved: does not throw
    }
    // WHY after: a permit promises a chunk. The other end: take().
    permits_.release();
  }

  sync::Semaphore permits_;
  std::mutex mutex_;
  std::vector<Chunk> all_;    // never changes; each is its holder's
  std::vector<Chunk*> free_;  // guarded by mutex_; the last used is the first
};

template <typename Chunk>
using Held = typename Window<Chunk>::Held;

}  // namespace hb::pipeline

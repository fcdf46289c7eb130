// 11a  pool: buffers that come back
//
// Situation  A program reads a file in chunks. Each chunk gets a new buffer,
//            which is freed when the chunk is written: a thousand chunks, a
//            thousand allocations, and for large ones as many visits to the
//            system for pages.
//
// Task       Let buffers come back:
//              - acquire() returns one that came back, if there is one, and
//                else a new one from make();
//              - at most `capacity` unused buffers are kept, the rest is freed;
//              - once the buffers exist, neither acquire() nor release()
//                allocates, and release() never does;
//              - two threads never have the same buffer;
//              - nobody waits for another thread's make().
//
// Rules      1. Edit this file only, below the line that says so.
//            2. Who gives a buffer back does not use it any more. That this is
//               kept is 11c, and what is in a buffer is 11b.
//
// Check      ./workbook check 11a
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace hb {

using Buffer = std::vector<char>;

// Buffers for chunks, handed out and taken back. Any thread may call anything.
// ---------------------------------------------------- edit below this line
class BufferPool {
 public:
  using Make = std::function<Buffer()>;  // slow: asks the system for pages

  // Keeps at most `capacity` buffers that nobody uses.
  BufferPool(std::size_t capacity, Make make)
      : capacity_(capacity), make_(std::move(make)) {}

  // Returns a buffer that came back, or else a new one.
  Buffer acquire() { return make_(); }

  // Takes a buffer back. It is dropped if there are enough.
  // TODO: keep it, for the next acquire().
  void release(Buffer) {}

 private:
  [[maybe_unused]] const std::size_t capacity_;  // never changes
  const Make make_;                              // never changes
};

}  // namespace hb

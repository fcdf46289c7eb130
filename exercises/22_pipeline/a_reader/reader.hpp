// 22a  reader: an error is not the end of the file
//
// Situation  The first thread of a pipeline reads a file into buffers from a
//            pool and sends them on as chunks. A disk that fails in the middle
//            ends the program. The last bytes of most files are missing. And
//            when the workers have given up, it reads on, until the pool is
//            empty and it waits for ever.
//
// Task       Read the source to its end, whatever comes:
//              - every chunk is full but the last one, and none is empty;
//                read() may give less than there is room for;
//              - after the last chunk the stream is closed. If read() throws it
//                fails instead, with that error, behind the full chunks;
//              - once a chunk is refused nothing more is read;
//              - the buffer of an accepted chunk is the receiver's, which gives
//                it back. Every other one goes back here, on every way out.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. read_chunks() is all that its thread does: it throws nothing.
//
// Check      ./workbook check 22a
#pragma once

#include <array>
#include <cstddef>
#include <exception>
#include <functional>
#include <span>

namespace hb {

using Buffer = std::array<char, 2>;  // as small as a test needs it

struct Chunk {
  Buffer* buffer;
  std::size_t size;  // how many bytes of it belong to the file
};

// Fills at most `room`, which has a byte or more, and returns how many bytes it
// has got: 0 at the end of the file, and only there. Throws if the disk fails.
using Read = std::function<std::size_t(std::span<char> room)>;

// A fixed number of buffers, as in lesson 11.
class Pool {
 public:
  virtual ~Pool() = default;
  virtual Buffer* acquire() = 0;  // waits while none is left
  virtual void release(Buffer* buffer) = 0;
};

// The way into a channel, as in lesson 07. It ends once: of close() and fail(),
// the first call counts.
class Sender {
 public:
  virtual ~Sender() = default;
  // Waits for room. False, and the buffer is still yours, if nobody receives.
  virtual bool send(Chunk chunk) = 0;
  virtual void close() = 0;
  virtual void fail(std::exception_ptr error) = 0;  // what receive() will throw
};

// ---------------------------------------------------- edit below this line
// Sends what `read` gives to `chunks`, in buffers from `pool`.
inline void read_chunks(const Read& read, Pool& pool, Sender& chunks) {
  // TODO: how many ways lead out of this loop, and who has the buffer then?
  Buffer* buffer = pool.acquire();
  while (read(*buffer) == buffer->size()) {
    chunks.send({buffer, buffer->size()});
    buffer = pool.acquire();
  }
  chunks.close();
}

}  // namespace hb

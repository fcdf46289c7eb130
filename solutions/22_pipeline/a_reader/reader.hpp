// 22a  reader: an error is not the end of the file (solution)
#pragma once

#include <array>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
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
// Reads until `buffer` is full or the file ends. Returns how many bytes.
inline std::size_t fill(const Read& read, Buffer& buffer) {
  std::size_t size = 0;
  while (size < buffer.size()) {
    const std::size_t got = read(std::span(buffer).subspan(size));
    if (got == 0) break;
    size += got;
  }
  return size;
}

// Sends what `read` gives to `chunks`, in buffers from `pool`.
inline void read_chunks(const Read& read, Pool& pool, Sender& chunks) {
  const auto give_back = [&](Buffer* buffer) { pool.release(buffer); };
  using Lease = std::unique_ptr<Buffer, decltype(give_back)>;
  try {
    while (true) {
      // WHY a lease: the buffer goes back at the end, after an error and after
      // a refusal. Pairs with the acquire() that waits for it.
      Lease lease(pool.acquire(), give_back);
      const std::size_t size = fill(read, *lease);
      if (size == 0 || !chunks.send({lease.get(), size})) break;
      // WHY not before: until send() has said yes, the buffer is ours. From
      // here on the receiver reads it, and gives it back.
      static_cast<void>(lease.release());
    }
  } catch (...) {
    // WHY here, and return: pairs with the receive() that must not take this
    // for the end. A close() that comes first would have the last word.
    chunks.fail(std::current_exception());
    return;
  }
  // WHY: pairs with the receive() that waits for one chunk more.
  chunks.close();
}

}  // namespace hb

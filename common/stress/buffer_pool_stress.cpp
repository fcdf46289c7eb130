// A buffer is in one pair of hands at a time, and all of it.

#include <cstddef>
#include <cstring>
#include <utility>
#include <vector>

#include "stress/tests.hpp"
#include "sync/buffer_pool.hpp"

namespace hb::stress {
namespace {

using sync::Buffer;
using sync::BufferPool;
using sync::Expected;

// Writes all of it, and reads it back: ThreadSanitizer sees two owners, and so
// does who finds the other's bytes.
void use(const Buffer& buffer, std::size_t bytes, int thread) {
  expect(buffer.size() == bytes, "a buffer has its size each time");
  std::memset(buffer.data(), thread, bytes);
  for (const std::byte byte : buffer.bytes()) {
    expect(byte == static_cast<std::byte>(thread), "nobody else writes to it");
  }
}

}  // namespace

void stress_buffer_pool(const Round& round) {
  Random shape(round.seed);
  const auto bytes = static_cast<std::size_t>(shape.between(1, 300));
  const auto limit = static_cast<std::size_t>(shape.between(1, 6));
  BufferPool pool({.bytes = bytes,
                   .keep = static_cast<std::size_t>(shape.between(0, 6)),
                   .limit = limit});
  Cancellation cancellation(round.threads);

  run_threads(round, [&](int thread, Random& random) {
    for (int i = 0; i < 200; ++i) {
      if (random.one_in(6)) cancellation.strike(random);
      Expected<Buffer> buffer = random.one_in(4)
                                    ? pool.try_acquire()
                                    : pool.acquire(cancellation.token(thread));
      if (!buffer) continue;
      use(*buffer, bytes, thread);
      if (random.one_in(3)) {
        const Buffer moved = *std::move(buffer);
        use(moved, bytes, thread);
      }
      expect(pool.counts().in_use <= limit, "no more in use than the limit");
    }
  });
  expect(pool.counts().in_use == 0, "all buffers are back");
}

}  // namespace hb::stress

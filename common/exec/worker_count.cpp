#include "exec/worker_count.hpp"

#include <algorithm>
#include <cassert>
#include <thread>

namespace hb::exec {

std::size_t worker_count(Work work, std::size_t processors) {
  const std::size_t some = std::max<std::size_t>(processors, 1);
  switch (work) {
    case Work::computes:
      return some;
    case Work::waits:
      return 2 * some;
    case Work::mixed:
      return some + some / 2;
  }
  return some;
}

std::size_t worker_count(Work work) {
  return worker_count(work, std::thread::hardware_concurrency());
}

std::size_t pieces_in_flight(const Input& input, std::size_t processors) {
  assert(input.chunk_bytes > 0);
  // The last piece may be a short one.
  const std::uint64_t pieces = input.bytes / input.chunk_bytes +
                               (input.bytes % input.chunk_bytes != 0 ? 1 : 0);
  const std::uint64_t fit = input.memory_bytes / input.chunk_bytes;
  const std::uint64_t useful = 2 * std::max<std::uint64_t>(processors, 1);
  const std::uint64_t fewest = std::min({pieces, fit, useful});
  return static_cast<std::size_t>(std::max<std::uint64_t>(fewest, 1));
}

}  // namespace hb::exec

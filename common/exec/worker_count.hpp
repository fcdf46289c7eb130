// How many workers, and how many pieces in flight at once.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hb::exec {

// What the tasks of a pool mostly do.
enum class Work { computes, waits, mixed };

// Workers for tasks of this kind: one a processor for those that compute, two
// for those that wait, three for two processors otherwise. At least one.
std::size_t worker_count(Work work, std::size_t processors);
std::size_t worker_count(Work work);  // of this machine's processors

struct Input {
  std::uint64_t bytes = 0;         // to be worked on
  std::uint64_t chunk_bytes = 0;   // of one piece
  std::uint64_t memory_bytes = 0;  // that may be used at once
};

// Pieces worth having in flight: no more than there are, than fit into memory,
// or than twice the processors. At least one. REQUIRES: chunk_bytes > 0.
std::size_t pieces_in_flight(const Input& input, std::size_t processors);

}  // namespace hb::exec

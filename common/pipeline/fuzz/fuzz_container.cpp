// libFuzzer's target: a container of any bytes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>

#include "pipeline/fuzz/mutate_container.hpp"

extern "C" {

std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                             std::size_t most);

// WHY not its own mutations only: they do not get past the checksums.
std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                    std::size_t most, unsigned seed) {
  if (seed % 2 == 0) return LLVMFuzzerMutate(data, size, most);
  std::mt19937_64 random(seed);
  const auto bytes = hb::pipeline::fuzz::mutated(random);
  const std::size_t count = std::min(most, bytes.size());
  std::ranges::copy(std::as_bytes(std::span(bytes)).first(count),
                    reinterpret_cast<std::byte*>(data));
  return count;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hb::pipeline::fuzz::open_all(std::as_bytes(std::span(data, size)));
  return 0;
}
}

// libFuzzer's target: a container of any bytes.
#include <cstddef>
#include <cstdint>
#include <span>

#include "pipeline/fuzz/mutate_container.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  hb::pipeline::fuzz::open_all(std::as_bytes(std::span(data, size)));
  return 0;
}

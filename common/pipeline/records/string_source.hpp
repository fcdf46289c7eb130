// For tests and benchmarks: bytes that are in memory already.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

#include "pipeline/records/byte_source.hpp"

namespace hb::pipeline {

class StringSource final : public ByteSource {
 public:
  // Gives at most `most` bytes a read. REQUIRES: `bytes` live longer.
  explicit StringSource(
      std::string_view bytes,
      std::size_t most = std::numeric_limits<std::size_t>::max())
      : left_(bytes), most_(most) {}

  std::size_t read(std::span<char> to) override {
    const std::size_t count = std::min({to.size(), left_.size(), most_});
    std::copy_n(left_.data(), count, to.data());
    left_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view left_;
  const std::size_t most_;
};

}  // namespace hb::pipeline

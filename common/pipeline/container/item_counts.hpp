// How many items there are, by kind.
#pragma once

#include <cstdint>

#include "pipeline/container/layout.hpp"

namespace hb::pipeline {

struct ItemCounts {
  std::uint64_t files = 0;
  std::uint64_t directories = 0;
  std::uint64_t links = 0;

  void add(const Item& item);
};

}  // namespace hb::pipeline

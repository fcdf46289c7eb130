// What the rows of speed.cpp are told by the command line.
#pragma once

#include <cstddef>
#include <filesystem>

namespace hb {

struct SpeedData {
  std::size_t bytes = std::size_t{1} << 30;  // of the file that is made
  std::filesystem::path file = {};           // not empty: this one instead
};

void add_speed(const SpeedData& data);

}  // namespace hb

// How much a device gives by the number of requests under way: the table from
// which the I/O tokens' defaults come, and its knee.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/scenarios/simulated_device.hpp"

namespace hb::pipeline {

inline constexpr std::array<std::size_t, 6> kDepths = {2, 4, 8, 12, 24, 48};

struct DepthRow {
  std::size_t depth = 0;
  double mb_per_second = 0;
  std::size_t most_at_once = 0;  // as the device saw it
};

// Requests from more threads than tokens: what bounds them are the I/O tokens.
std::vector<DepthRow> measure(const DeviceProfile& profile);

// The same on the file's device, without the page cache as far as the kernel
// lets go of it. Each depth reads a part of its own, so that none finds what
// another one left in a cache below. `between`: called between two depths, may
// throw. Throws Failure.
std::vector<DepthRow> measure_file(const std::filesystem::path& path,
                                   const std::function<void()>& between);

// The least depth that gives 90 % of the best: what more requests add is less
// than what they cost others who wait. 0: no rows.
std::size_t knee(const std::vector<DepthRow>& rows);

// Lines with an end: a column a device, a row a depth. REQUIRES: all have the
// same depths.
std::string depth_table(const std::vector<std::string>& names,
                        const std::vector<std::vector<DepthRow>>& columns);

}  // namespace hb::pipeline

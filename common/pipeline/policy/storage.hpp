// What device a file is on, and how many requests keep it busy.
//
// A virtual disk often calls itself rotational, with a queue of 256: what the
// kernel says of it tells nothing, and it gets the cautious 12.
// Source: source 003 (24, 12 and 4), /sys/dev/block of Linux.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "pipeline/options.hpp"

namespace hb::pipeline {

struct Device {
  std::string name;                           // "nvme0n1"; empty: none
  StorageType type = StorageType::automatic;  // automatic: cannot be told
  std::int64_t depth = 12;
  std::string why;  // one clause, for people
};

// Never throws: what cannot be told is 12. `sysfs`: for tests.
Device detect_storage(const std::filesystem::path& path,
                      const std::filesystem::path& sysfs = "/sys");

// The same for a device's number, as stat(2) gives it.
Device detect_device(unsigned major, unsigned minor,
                     const std::filesystem::path& sysfs);

// 24, 12 and 4; 12 for automatic.
std::int64_t depth_of(StorageType type);

}  // namespace hb::pipeline

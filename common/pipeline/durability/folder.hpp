// What it takes for a name to outlive a power failure.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace hb::pipeline {

// fsync of the folder that `path` is in. Throws Failure.
void flush_folder_of(const std::filesystem::path& path);

// Gives the file `path` these bytes: all, durably, or none, and then it stays
// as it was. By way of PATH.new, which is not left behind. Throws Failure. One
// caller at a time for a path.
void replace_file(const std::filesystem::path& path,
                  std::span<const std::byte> bytes);

}  // namespace hb::pipeline

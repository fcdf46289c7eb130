// Compares two trees by system calls alone: nothing of the tool that is tested.
#pragma once

#include <filesystem>
#include <string>

namespace hb::pipeline {

// "" if names, kinds, modes, times of modification, link targets and contents
// are the same; else the first difference in words. The roots' names may
// differ. Throws std::system_error for what cannot be read.
std::string first_difference(const std::filesystem::path& one,
                             const std::filesystem::path& other);

}  // namespace hb::pipeline

// A folder for what a scenario makes, on a disk that can hold it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "pipeline/files/scratch_folder.hpp"

namespace hb::pipeline {

// In `parent`, or in the system's folder for temporary files. `bytes`: what
// will be written to it, about. Throws Failure (cannot_create) where the disk
// has less.
ScratchFolder folder_with_room(
    const std::optional<std::filesystem::path>& parent, std::uint64_t bytes);

}  // namespace hb::pipeline

// The same work by processes: nothing is shared, and results are sent.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "subject_counts.hpp"

namespace hb {

// A process for each file (here the records of one), which counts its subjects.
// Returns the merged counts. Throws std::system_error if a process cannot be
// started, std::runtime_error if one fails.
// REQUIRES: no other thread of this process runs.
Counts count_by_processes(std::span<const std::vector<std::string>> files);

// Runs `work` in a process of its own and returns the most memory that it had,
// in KiB. Throws as above.
long peak_memory_of(const std::function<void()>& work);

}  // namespace hb

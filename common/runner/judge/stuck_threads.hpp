// Where the threads of another process stand.
#pragma once

#include <string>
#include <vector>

#include "runner/judge/verdict.hpp"

namespace hb::runner {

// For each thread of `process`, in the order they were made, its innermost line
// in a file below one of `folders`. Threads that are in none of our lines, and
// all of them where the system does not let us look, are left out.
// Stops the process for the time of the look.
std::vector<Step> where_threads_stand(int process,
                                      const std::vector<std::string>& folders);

}  // namespace hb::runner

// What threads are called: as the source calls them where they are created.
#pragma once

#include <string>
#include <vector>

#include "checker/report/recorded_execution.hpp"
#include "checker/report/symbols.hpp"

namespace hb::checker {

// "main", "producer", "worker 1", "T3": one for each thread, all different.
std::vector<std::string> thread_names(const RecordedExecution& execution,
                                      const Symbols& symbols);

// The name in one line that creates a thread; empty if it tells none.
std::string thread_role_in(const std::string& line);

}  // namespace hb::checker

// What a reader of figures must know: the machine, the compiler and the time.
#pragma once

#include <string>
#include <vector>

#include "runner/bench/bench_page.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

// What cannot be found out is said to be unknown.
std::vector<BenchFact> bench_facts(const Workspace& workspace,
                                   const std::string& command);

// The value of the first line "name : value" of /proc/cpuinfo, or empty.
std::string cpuinfo_value(const std::string& cpuinfo, const std::string& name);

}  // namespace hb::runner

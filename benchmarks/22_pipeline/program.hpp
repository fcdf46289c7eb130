// Another program: how long it took, and how much memory the largest process
// of it had.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace hb {

struct Ended {
  bool succeeded = false;
  double seconds = 0;      // of the wall clock
  double cpu_seconds = 0;  // user and system, of all its processes
  double peak_mib = 0;     // of its largest process
};

// Runs it to its end; what it prints goes nowhere.
Ended run_program(const std::vector<std::string>& words);

// A line for the shell. The shell's own start, a millisecond, counts.
Ended run_line(const std::string& line);

// What needs much memory, in a process of its own; it fails where it throws.
// WHY: Linux counts what a process has when it starts another as the other's
// peak.
Ended run_apart(const std::function<void()>& what);

// Is there such a program?
bool is_installed(const std::string& name);

// The capstone, beside this program.
std::filesystem::path pipeline_program();

}  // namespace hb

// What --file=PATH and --output=PATH ask for.
#pragma once

#include <string>

namespace hb {

struct CopyCommand {
  std::string file;    // empty: a stream of generated records
  std::string output;  // empty: a temporary file
  bool verbose = false;
};

// Copies, prints what was copied, and compares the copy with the original.
// Returns the exit code: 1 if they differ, 2 if a path is of no use, 3 if
// reading or writing fails.
int run(const CopyCommand& command);

}  // namespace hb

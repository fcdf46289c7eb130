// The command line: which command, and what it was told.
#pragma once

#include <functional>

namespace hb::runner {

// The chosen command, ready to be run; it returns the exit code. Prints the
// help that was asked for and returns a command that does nothing more.
// Throws UserError (2) for a command line that makes no sense.
std::function<int()> read_arguments(int argc, const char* const* argv);

}  // namespace hb::runner

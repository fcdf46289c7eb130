// Giving the terminal to another program.
#pragma once

#include <string>
#include <vector>

namespace hb::runner {

// True if there is somebody to talk to: standard input and output are a
// terminal.
bool is_interactive();

// Becomes `command`: its terminal, signals and exit code are its own. What it
// leaves running goes on. Throws UserError (3) if it cannot be started.
[[noreturn]] void hand_over_to(const std::vector<std::string>& command);

// Shows `text` through $PAGER, or less, on a terminal; prints it otherwise.
void show_paged(const std::string& text);

}  // namespace hb::runner

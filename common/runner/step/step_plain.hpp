// Step mode without a terminal: commands from standard input, a line each, and
// plain states on standard output. Ends with its input.
#pragma once

#include <string>
#include <vector>

#include "runner/step/step_game.hpp"
#include "runner/step/step_view.hpp"

namespace hb::runner {

// What both forms show above the columns.
StepPicture picture_of(const StepGame& game);

// The lines of "help".
std::vector<std::string> plain_help();

// One command on the game. False for "quit". Prints by `print`.
bool obey(const std::string& line, StepGame& game, std::string& printed);

// Returns the exit code.
int step_plainly(StepGame& game);

}  // namespace hb::runner

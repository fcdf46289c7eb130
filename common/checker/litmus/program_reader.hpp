// One line of a file of litmus programs.
#pragma once

#include <string>

#include "checker/litmus/program.hpp"

namespace hb::checker::litmus {

// Throws std::exception that says in one sentence what is wrong with it.
Program parse_program(const std::string& line);

}  // namespace hb::checker::litmus

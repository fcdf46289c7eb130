// Reads litmus programs, one JSON object a line; programs/README.md says how
// they look.
#pragma once

#include <istream>
#include <stdexcept>
#include <string>
#include <vector>

#include "checker/litmus/program.hpp"

namespace hb::checker::litmus {

// The file cannot be read, or is damaged: "FILE:LINE: what is wrong".
class ReadError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::vector<Program> read_programs(const std::string& file);
std::vector<Program> read_programs(std::istream& input,
                                   const std::string& file);

}  // namespace hb::checker::litmus

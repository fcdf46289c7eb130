// A line of source, as a report names it.
#pragma once

#include <string>

namespace hb::checker {

struct Place {
  std::string file;  // full path; empty if nothing is known
  int line = 0;
  int column = 0;  // 0: not known
  std::string function;

  bool known() const { return !file.empty() && line > 0; }
  // "ring.hpp"
  std::string short_file() const {
    return file.substr(file.find_last_of('/') + 1);
  }
  // "ring.hpp:12"
  std::string text() const {
    return known() ? short_file() + ":" + std::to_string(line) : "?";
  }
  bool same_line(const Place& other) const {
    return file == other.file && line == other.line;
  }
};

}  // namespace hb::checker

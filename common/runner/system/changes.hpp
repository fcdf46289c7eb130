// What git says has changed in the workbook.
#pragma once

#include <string>
#include <vector>

#include "runner/system/workspace.hpp"

namespace hb::runner {

struct Changes {
  std::string head;  // the commit, a hash in hexadecimal; empty: no git
  // Where this branch left origin's, or else the commit before. Empty: git
  // cannot tell what has changed.
  std::string base;
  // Paths from the workbook's top, also of what is not committed.
  std::vector<std::string> files;

  bool known() const { return !base.empty(); }
};

// Runs git five times at most.
Changes read_changes(const Workspace& workspace);

// The start of a hash, as people write it.
std::string short_hash(const std::string& commit);

}  // namespace hb::runner

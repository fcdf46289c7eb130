// What the runner can see of this machine, and what is wrong with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runner/system/user_error.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

struct Fact {
  std::string name;   // "compiler"
  std::string value;  // "g++ 12.2.0"
  std::optional<UserError::Text> problem = {};
};

// Compiler, cmake and ninja: found, and which.
std::vector<Fact> tool_facts(const Workspace& workspace);

// Can ThreadSanitizer run here? Builds and runs an empty program with it.
Fact sanitizer_fact(const Workspace& workspace);

// One processor shows fewer executions than two; it is no problem.
Fact processor_fact(unsigned allowed);

// Can files be written to `folder`? Made if it is not there.
Fact writable_fact(const Workspace& workspace,
                   const std::filesystem::path& folder);

// A build needs up to half a gigabyte.
Fact space_fact(std::uintmax_t available_bytes);

// One line a fact, in columns.
std::string facts_text(const std::vector<Fact>& facts);

}  // namespace hb::runner

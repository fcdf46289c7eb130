// A new exercise from common/runner/catalog/templates: it compiles, its tests
// pass and fail where they should, and `dev check` names each FILL IN that is
// left.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "runner/catalog/catalog.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

// Replaces each @WORD@ of `text`. Throws std::logic_error for an unknown one.
std::string filled(const std::string& text,
                   const std::map<std::string, std::string>& values);

// What the templates need to know of `topic` and `name` ("07_channels",
// "e_rendezvous").
std::map<std::string, std::string> template_values(const std::string& topic,
                                                   const std::string& name);

// Writes the exercise and its solution; returns the files, in the order in
// which an author fills them in. Throws UserError (2) for a bad name or one
// that is taken, having written nothing.
std::vector<std::filesystem::path> write_new_exercise(
    const Workspace& workspace, const std::string& topic,
    const std::string& name);

}  // namespace hb::runner

// The exercises as they were given: a copy of each file that a learner edits,
// taken at first sight, so that `reset` works after any edit and any commit.
//
//   .workbook/starters/07_channels/a_close/channel.hpp
#pragma once

#include <filesystem>
#include <vector>

#include "runner/catalog/exercise.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

// Copies what is not there yet: from git's HEAD, else from the working tree.
// A copy that cannot be written is no error here: reset() will say so.
void keep_starters(const Workspace& workspace,
                   const std::vector<Exercise>& exercises);

// Where the copy of `file` is; it need not exist.
std::filesystem::path starter_path(const Workspace& workspace,
                                   const Exercise& exercise,
                                   const std::string& file);

// Puts the starter back. What the learner wrote is copied first, into
// .workbook/attempts/07a/TIME/. Returns the folder of the copies; empty if the
// files were as given, or absent. Throws UserError (3), having changed nothing.
std::filesystem::path restore_starter(const Workspace& workspace,
                                      const Exercise& exercise);

}  // namespace hb::runner

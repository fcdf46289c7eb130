// book/sources.tsv: what the workbook is made of, and where each piece is.
//
//   id<TAB>lesson<TAB>artefact
//
// An artefact is a path, or path#region, path#Suite.Test, or in a .md file
// path#Text of a heading. A row may stand in several lines.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "runner/system/user_error.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

// The ids that each lesson ("07") must have a row for.
using RequiredRows = std::map<std::string, std::vector<std::string>>;

std::vector<UserError> check_sources(const Workspace& workspace,
                                     const RequiredRows& required);

// Why `artefact` does not exist, as a sentence; empty if it does.
std::string what_is_missing(const Workspace& workspace,
                            const std::string& artefact);

}  // namespace hb::runner

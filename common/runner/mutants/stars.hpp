// What is more than needed in an accepted answer: memory orders that could be
// weaker, locks that could go. Found by mutants of the answer itself.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "runner/catalog/exercise.hpp"
#include "runner/mutants/survivors.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

// How long the checker may look, after one compile.
constexpr std::chrono::milliseconds kTimeForStars{2000};

// One sentence a finding, and at most a few: "line 14 could be weaker: relaxed
// passes all 9 executions too". Empty if the answer has no orders and no locks.
// `files` are the answer's, by name; it has been accepted.
std::vector<std::string> find_stars(
    const Workspace& workspace, const Exercise& exercise,
    const std::map<std::string, std::string>& files,
    std::chrono::milliseconds time = kTimeForStars);

// What the results of all mutants, or of those that there was time for, come
// to. `planned`: so many were to be tried.
std::vector<std::string> star_lines(const std::vector<MutantResult>& results,
                                    std::size_t planned, bool many_files);

}  // namespace hb::runner

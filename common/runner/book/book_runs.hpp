// Verdicts that the book and the README show are stored runs, and a test makes
// each of them again.
//
//   book/runs/runs.tsv         drops_tail.txt<TAB>07a<TAB>drops_tail
//   book/runs/drops_tail.txt   $ ./workbook check 07a
//                              failure: 07a close, test ...
//
// README.md shows one in a fenced block below <!-- run: runs/drops_tail.txt -->
// or its head below <!-- run: runs/drops_tail.txt, first 2 lines -->
#pragma once

#include <string>
#include <vector>

#include "runner/system/user_error.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

struct StoredRun {
  std::string file;      // below book/runs
  std::string exercise;  // "07a"
  std::string answer;    // its name in answers.toml
};

std::vector<StoredRun> read_runs(const Workspace& workspace);

// Judges the answer and returns what the terminal would show, command first.
std::string make_run(const Workspace& workspace, const StoredRun& run);

// The text without replay codes, which hold a fingerprint of the program.
std::string without_code(const std::string& run);

// The blocks of `page` that claim to be stored runs, and are not.
std::vector<UserError> check_shown_runs(const Workspace& workspace,
                                        const std::filesystem::path& page);

}  // namespace hb::runner

// ./workbook open: the file to edit, in the learner's editor.

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/learner/starters.hpp"
#include "runner/system/hand_over.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

// $VISUAL, else $EDITOR, else empty. May have arguments: "code --wait".
std::string editor() {
  for (const char* name : {"VISUAL", "EDITOR"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return "";
}

}  // namespace

int open_command(const std::string& id) {
  const Workspace workspace = find_workspace();
  const Catalog catalog = read_catalog(workspace);
  keep_starters(workspace, catalog.exercises);
  const Exercise& exercise = catalog.find(id);
  const fs::path file = exercise.edited_file();
  if (!fs::exists(file)) {
    throw UserError(exit_code::kBroken,
                    {"no file " + workspace.shown(file), "",
                     "The exercise is solved in it.",
                     "./workbook reset " + exercise.number});
  }
  if (is_interactive() && !editor().empty()) {
    // As git does it: the shell splits the variable, and not the path.
    hand_over_to({"sh", "-c", editor() + " \"$@\"", "sh", file.string()});
  }
  // As seen from where the command was typed, so that it can be pasted.
  fmt::print("{}\n", fs::proximate(file).string());
  return exit_code::kFine;
}

}  // namespace hb::runner

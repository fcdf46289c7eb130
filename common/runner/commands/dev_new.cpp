// ./workbook dev new: the folders of a new exercise.

#include <fmt/format.h>
#include <unistd.h>

#include "runner/catalog/new_exercise.hpp"
#include "runner/commands/commands.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {

int dev_new_command(const DevNewArguments& arguments) {
  const Workspace workspace = find_workspace();
  const auto files =
      write_new_exercise(workspace, arguments.topic, arguments.name);
  const Style style = style_of(STDOUT_FILENO);
  for (const auto& file : files) {
    fmt::print("{}\n", style.link(file, workspace.shown(file)));
  }
  fmt::print(
      "An example that works stands in them. Each FILL IN is yours, and\n"
      "dev check names those that are left.\n"
      "  try: ./workbook dev check {}\n",
      number_of(arguments.topic + "/" + arguments.name));
  return exit_code::kFine;
}

}  // namespace hb::runner

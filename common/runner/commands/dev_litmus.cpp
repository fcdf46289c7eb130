// ./workbook dev litmus: builds the judge of litmus files and becomes it.

#include <string>
#include <vector>

#include "runner/bench/release_build.hpp"
#include "runner/commands/commands.hpp"
#include "runner/system/hand_over.hpp"

namespace hb::runner {

int dev_litmus_command(const std::vector<std::string>& files) {
  const Workspace workspace = find_workspace();
  std::vector<std::string> command = {
      build_release(workspace, "litmus_judge", "the judge of litmus files")
          .string()};
  command.insert(command.end(), files.begin(), files.end());
  hand_over_to(command);
}

}  // namespace hb::runner

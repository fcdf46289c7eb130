#include "runner/system/changes.hpp"

#include <optional>

#include "runner/system/process.hpp"
#include "runner/system/text.hpp"

namespace hb::runner {
namespace {

// What git says; nothing if there is none, or it fails.
std::optional<std::string> git(const Workspace& workspace,
                               const std::vector<std::string>& words) {
  if (!is_on_path("git")) return std::nullopt;
  ProcessOptions options;
  options.command = {"git", "-C", workspace.root.string()};
  options.command.insert(options.command.end(), words.begin(), words.end());
  options.only_standard_output = true;
  const ProcessResult result = run(options);
  if (!result.ok()) return std::nullopt;
  return trimmed(result.output);
}

std::string base_of(const Workspace& workspace, const std::string& head) {
  const auto fork = git(workspace, {"merge-base", "HEAD", "origin/HEAD"});
  if (fork && *fork != head) return *fork;
  return git(workspace, {"rev-parse", "--verify", "--quiet", "HEAD~"})
      .value_or("");
}

}  // namespace

Changes read_changes(const Workspace& workspace) {
  Changes changes;
  changes.head = git(workspace, {"rev-parse", "HEAD"}).value_or("");
  if (changes.head.empty()) return changes;
  const std::string base = base_of(workspace, changes.head);
  if (base.empty()) return changes;
  const auto tracked = git(
      workspace, {"diff", "--name-only", "--no-renames", "--relative", base});
  const auto untracked =
      git(workspace, {"ls-files", "--others", "--exclude-standard"});
  if (!tracked || !untracked) return changes;
  changes.base = base;
  changes.files = lines_of(*tracked);
  for (const std::string& path : lines_of(*untracked)) {
    changes.files.push_back(path);
  }
  return changes;
}

std::string short_hash(const std::string& commit) {
  return commit.substr(0, 7);
}

}  // namespace hb::runner

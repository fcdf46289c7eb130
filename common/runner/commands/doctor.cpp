// ./workbook doctor: what this machine has, and what to do about the rest. The
// launcher looks for packages first; this is what only the runner can see.

#include <fmt/format.h>
#include <sched.h>

#include <cstdio>
#include <filesystem>
#include <vector>

#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/system/doctor_facts.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

unsigned allowed_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<unsigned>(CPU_COUNT(&set));
}

std::vector<Fact> exercise_facts(const Workspace& workspace) {
  const Catalog catalog = read_catalog(workspace);
  std::vector<Fact> facts = {
      {"exercises",
       fmt::format("{} can be read, {} cannot", catalog.exercises.size(),
                   catalog.broken.size())}};
  for (const auto& [folder, error] : catalog.broken) {
    facts.push_back({folder, "is broken", error.text});
  }
  return facts;
}

}  // namespace

int doctor_command() {
  const Workspace workspace = find_workspace();
  std::vector<Fact> facts = tool_facts(workspace);
  const bool has_compiler = !facts.front().problem;
  const auto add = [&](std::vector<Fact> more) {
    facts.insert(facts.end(), more.begin(), more.end());
  };
  add({processor_fact(allowed_processors())});
  add({writable_fact(workspace, workspace.root / "build"),
       writable_fact(workspace, workspace.state)});
  std::error_code error;
  const auto space = std::filesystem::space(workspace.root, error);
  if (!error) add({space_fact(space.available)});
  const Fact build = writable_fact(workspace, workspace.build);
  if (has_compiler && !build.problem) add({sanitizer_fact(workspace)});
  add(exercise_facts(workspace));

  fmt::print("{}", facts_text(facts));
  std::fflush(stdout);
  bool fine = true;
  for (const Fact& fact : facts) {
    if (!fact.problem) continue;
    fine = false;
    fmt::print(stderr, "\n{}",
               UserError(exit_code::kBroken, *fact.problem).message());
  }
  return fine ? exit_code::kFine : exit_code::kBroken;
}

}  // namespace hb::runner

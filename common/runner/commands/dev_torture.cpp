// ./workbook dev torture: what the test command does for seconds, for minutes.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "runner/bench/release_build.hpp"
#include "runner/commands/commands.hpp"
#include "runner/judge/judge.hpp"
#include "runner/system/process.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

struct Torture {
  const char* name;
  const char* target;
  const char* what;
};

constexpr Torture kTortures[] = {
    {"thread", "patterns_stress.thread",
     "the patterns library under ThreadSanitizer"},
    {"address", "patterns_stress.address",
     "the patterns library under AddressSanitizer"},
};

std::string known_names() {
  std::string names;
  for (const Torture& torture : kTortures) {
    names += (names.empty() ? "" : ", ") + std::string(torture.name);
  }
  return names;
}

std::vector<Torture> chosen_tortures(const std::vector<std::string>& names) {
  std::vector<Torture> chosen;
  for (const Torture& torture : kTortures) {
    if (names.empty() || std::ranges::count(names, torture.name) > 0) {
      chosen.push_back(torture);
    }
  }
  for (const std::string& name : names) {
    if (std::ranges::count(kTortures, name, &Torture::name) > 0) continue;
    throw UserError(exit_code::kWrongCall,
                    {fmt::format("no torture \"{}\"", name), "",
                     fmt::format("There are {}.", known_names()),
                     "./workbook dev torture --help"});
  }
  return chosen;
}

// True if it found nothing.
bool run_torture(const Workspace& workspace, const Torture& torture,
                 const DevTortureArguments& arguments) {
  ProcessOptions options;
  options.command = {
      build_release(workspace, torture.target, torture.what).string(),
      fmt::format("--seconds={}", arguments.seconds)};
  if (arguments.seed) {
    options.command.push_back(fmt::format("--seed={}", *arguments.seed));
  }
  options.inherit_terminal = true;
  fmt::print("{}: {} s\n", torture.what, arguments.seconds);
  std::fflush(stdout);  // before what the program says itself
  const ProcessResult result = run(options);
  if (result.stopped) throw Stopped{};
  return result.ok();
}

}  // namespace

int dev_torture_command(const DevTortureArguments& arguments) {
  const Workspace workspace = find_workspace();
  bool fine = true;
  for (const Torture& torture : chosen_tortures(arguments.names)) {
    fine = run_torture(workspace, torture, arguments) && fine;
  }
  fmt::print("{}\n", fine ? "nothing found" : "something was found, see above");
  return fine ? exit_code::kFine : exit_code::kRejected;
}

}  // namespace hb::runner

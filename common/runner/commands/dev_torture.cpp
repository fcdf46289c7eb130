// ./workbook dev torture: what the test command does for seconds, for minutes.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "runner/bench/release_build.hpp"
#include "runner/commands/commands.hpp"
#include "runner/judge/judge.hpp"
#include "runner/system/process.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

using Words = std::vector<std::string>;

struct Torture {
  std::string name;
  std::string target;
  std::string what;
  std::uint64_t count;  // of what it repeats; 0: it does not go by number
  // Its arguments, of each run of it. {bin} is the folder of the programs; a
  // word with {seed} is left out where no seed is given.
  std::vector<Words> runs;

  bool is_of_capstone() const { return target.starts_with("pipeline_"); }
  bool goes_by_time() const {
    return runs.front().front().find("{seconds}") != std::string::npos;
  }
};

const std::vector<Torture>& all_tortures() {
  static const std::string tool = "--tool={bin}/22_pipeline";
  static const std::string layer = "--layer={bin}/libfault_layer.so";
  static const std::string count = "--count={count}";
  static const std::string seed = "--seed={seed}";
  static const std::vector<Torture> all = {
      {"thread",
       "patterns_stress.thread",
       "the patterns library under ThreadSanitizer",
       0,
       {{"--seconds={seconds}", seed}}},
      {"address",
       "patterns_stress.address",
       "the patterns library under AddressSanitizer",
       0,
       {{"--seconds={seconds}", seed}}},
      {"round_trips",
       "pipeline_round_trip",
       "packed and restored by the capstone",
       10'000,
       {{tool, count, "--sparse", seed},
        {tool, "--count=1", "--input=/usr/include", seed}}},
      {"kills",
       "pipeline_kill",
       "the capstone killed, resumed and interrupted",
       200,
       {{tool, layer, count, seed}}},
      {"faults",
       "pipeline_fault",
       "each call of the capstone going wrong",
       0,
       {{tool, layer}}},
      {"containers",
       "pipeline_fuzz.address",
       "the capstone's readers under AddressSanitizer",
       1'000'000,
       {{count, seed}}},
  };
  return all;
}

std::string known_names() {
  std::string names;
  for (const Torture& torture : all_tortures()) {
    names += (names.empty() ? "" : ", ") + torture.name;
  }
  return names;
}

std::vector<Torture> chosen_tortures(const std::vector<std::string>& names) {
  std::vector<Torture> chosen;
  for (const Torture& torture : all_tortures()) {
    if (names.empty() || std::ranges::count(names, torture.name) > 0) {
      chosen.push_back(torture);
    }
  }
  for (const std::string& name : names) {
    if (std::ranges::count(all_tortures(), name, &Torture::name) > 0) continue;
    throw UserError(exit_code::kWrongCall,
                    {fmt::format("no torture \"{}\"", name), "",
                     fmt::format("There are {}.", known_names()),
                     "./workbook dev torture --help"});
  }
  return chosen;
}

std::uint64_t count_of(const Torture& torture,
                       const DevTortureArguments& arguments) {
  return torture.count == 0 ? 0 : arguments.count.value_or(torture.count);
}

std::string length_of(const Torture& torture,
                      const DevTortureArguments& arguments) {
  if (torture.goes_by_time()) return fmt::format(": {} s", arguments.seconds);
  const std::uint64_t count = count_of(torture, arguments);
  return count == 0 ? "" : fmt::format(": {}", count);
}

// The program and its arguments, for one of its runs.
Words command_of(const std::filesystem::path& program, const Torture& torture,
                 const Words& run, const DevTortureArguments& arguments) {
  Words command = {program.string()};
  for (const std::string& word : run) {
    if (word.find("{seed}") != word.npos && !arguments.seed) continue;
    command.push_back(fmt::format(
        fmt::runtime(word), fmt::arg("bin", program.parent_path().string()),
        fmt::arg("seconds", arguments.seconds),
        fmt::arg("count", count_of(torture, arguments)),
        fmt::arg("seed", arguments.seed.value_or(0))));
  }
  return command;
}

// True if it found nothing.
bool run_torture(const Workspace& workspace, const Torture& torture,
                 const DevTortureArguments& arguments) {
  if (torture.is_of_capstone()) need_capstone_packages(workspace);
  const auto program = build_release(workspace, torture.target, torture.what);
  fmt::print("{}{}\n", torture.what, length_of(torture, arguments));
  bool fine = true;
  for (const Words& words : torture.runs) {
    ProcessOptions options;
    options.command = command_of(program, torture, words, arguments);
    options.inherit_terminal = true;
    std::fflush(stdout);  // before what the program says itself
    const ProcessResult result = run(options);
    // WHY also: a terminal interrupts the program itself, which may end first.
    if (result.stopped || stop_requested()) throw Stopped{};
    fine = result.ok() && fine;
  }
  return fine;
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

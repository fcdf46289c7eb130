#include "runner/bench/release_build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <sstream>
#include <vector>

#include "runner/judge/judge.hpp"
#include "runner/system/machine_lock.hpp"
#include "runner/system/process.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

// The last lines of what a tool said; the first ones are routine.
std::string tail(const std::string& output) {
  constexpr std::size_t kLines = 30;
  std::vector<std::string> lines;
  std::istringstream stream(output);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  std::string text;
  const std::size_t first = lines.size() > kLines ? lines.size() - kLines : 0;
  for (std::size_t i = first; i < lines.size(); ++i) text += lines[i] + "\n";
  return text;
}

void run_step(const Workspace& workspace, const std::string& label,
              const std::vector<std::string>& command) {
  ProcessOptions options;
  options.command = command;
  options.directory = workspace.root;
  options.environment = {"LC_ALL=C.UTF-8"};
  const ProcessResult result = run(options);
  if (result.stopped) throw Stopped{};
  if (result.ok()) return;
  throw UserError(exit_code::kBroken,
                  {label + " does not build", "", tail(result.output),
                   "./workbook doctor"});
}

// The compiler that built the runner, so that $CXX counts here too.
std::string chosen_compiler(const Workspace& workspace) {
  const fs::path cache = workspace.build / "CMakeCache.txt";
  if (!fs::exists(cache)) return "";
  return cached_value(read_file(cache), "CMAKE_CXX_COMPILER");
}

void configure(const Workspace& workspace, const std::string& label) {
  std::vector<std::string> command = {"cmake", "--preset", "release"};
  const std::string compiler = chosen_compiler(workspace);
  if (!compiler.empty()) {
    command.push_back("-DCMAKE_CXX_COMPILER=" + compiler);
  }
  run_step(workspace, label, command);
}

// The folder of preset release.
fs::path release_folder(const Workspace& workspace) {
  return workspace.root / "build" / "release";
}

// True if the last configuration found what these variables of its cache name.
bool has_found(const fs::path& build, std::span<const char* const> variables) {
  if (!fs::exists(build / "CMakeCache.txt")) return false;
  const std::string cache = read_file(build / "CMakeCache.txt");
  return std::ranges::all_of(variables, [&](const char* variable) {
    const std::string value = cached_value(cache, variable);
    return !value.empty() && !value.ends_with("-NOTFOUND");
  });
}

// Installs a set of packages and looks for them, unless that has been done.
void need_packages(const Workspace& workspace, const std::string& set,
                   const std::string& whose,
                   std::span<const char* const> variables) {
  const fs::path build = release_folder(workspace);
  if (has_found(build, variables)) return;
  ProcessOptions options;
  options.command = {"sh", (workspace.root / "workbook").string(), "setup",
                     set};
  options.inherit_terminal = true;
  const ProcessResult result = run(options);
  if (result.stopped) throw Stopped{};
  if (!result.ok()) {
    throw UserError(
        exit_code::kBroken,
        {fmt::format("the packages of {} are not installed", whose), "",
         "The message above says why.", "./workbook setup " + set});
  }
  ProgressLine line;
  line.show(whose + ": configuring");
  configure(workspace, whose);
}

}  // namespace

std::string cached_value(const std::string& cache, const std::string& name) {
  std::istringstream lines(cache);
  for (std::string line; std::getline(lines, line);) {
    const auto equals = line.find('=');
    if (line.starts_with(name + ":") && equals != line.npos) {
      return line.substr(equals + 1);
    }
  }
  return "";
}

fs::path build_release(const Workspace& workspace, const std::string& target,
                       const std::string& label) {
  const fs::path build = release_folder(workspace);
  ProgressLine line;
  const FileLock lock(build / ".lock", [&] {
    line.show(label + ": waiting for another runner");
  });
  if (!fs::exists(build / "build.ninja")) {
    line.show(label + ": configuring");
    configure(workspace, label);
  }
  line.show(label + ": building");
  run_step(workspace, label,
           {"cmake", "--build", build.string(), "--target", target});
  return build / "bin" / target;
}

void offer_tested_program(const Workspace& workspace,
                          const std::string& program,
                          const std::string& target) {
  if (!fs::exists(workspace.build / "bin" / program)) return;
  if (fs::exists(release_folder(workspace) / "build.ninja")) {
    build_release(workspace, target, program);
    return;
  }
  const fs::path link = release_folder(workspace) / "bin" / program;
  fs::create_directories(link.parent_path());
  if (fs::is_symlink(fs::symlink_status(link))) fs::remove(link);
  // WHY relative: the checkout may be moved.
  if (!fs::exists(link)) {
    fs::create_symlink(fs::path("../../dev/bin") / program, link);
  }
}

void need_benchmark_packages(const Workspace& workspace) {
  constexpr const char* kVariables[] = {"benchmark_DIR", "Boost_DIR"};
  need_packages(workspace, "bench", "the benchmarks", kVariables);
}

void need_capstone_packages(const Workspace& workspace) {
  constexpr const char* kVariables[] = {
      "ZSTD_FOUND", "SODIUM_FOUND",           "XXHASH_FOUND",
      "spdlog_DIR", "OPENSSL_CRYPTO_LIBRARY", "boost_fiber_DIR"};
  need_packages(workspace, "capstone", "the capstone", kVariables);
}

}  // namespace hb::runner

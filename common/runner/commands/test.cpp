// ./workbook test: build everything and run the project's own tests.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <regex>
#include <thread>
#include <vector>

#include "runner/bench/release_build.hpp"
#include "runner/commands/commands.hpp"
#include "runner/system/process.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {
namespace {

using std::chrono::steady_clock;

struct TimedStep {
  std::string name;
  double seconds = 0;
};

// Runs one step with its output going straight to whoever watches.
bool run_step(const std::string& name, const std::vector<std::string>& command,
              const Workspace& workspace, std::vector<TimedStep>& steps) {
  fmt::print("== {}\n", name);
  std::fflush(stdout);
  const auto began = steady_clock::now();
  ProcessOptions options;
  options.command = command;
  options.directory = workspace.root;
  options.on_output = [](std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
  };
  const ProcessResult result = run(options);
  steps.push_back(
      {name,
       std::chrono::duration<double>(steady_clock::now() - began).count()});
  return result.ok();
}

// The tests' own times, from the JUnit file that ctest writes.
void add_test_times(const std::filesystem::path& junit,
                    std::vector<TimedStep>& steps) {
  static const std::regex kCase(
      R"re(<testcase name="([^"]+)"[^>]* time="([0-9.]+)")re");
  const std::string text = read_file(junit);
  for (std::sregex_iterator it(text.begin(), text.end(), kCase), end; it != end;
       ++it) {
    steps.push_back({(*it)[1].str(), std::stod((*it)[2].str())});
  }
}

void print_dearest(std::vector<TimedStep> steps) {
  std::sort(steps.begin(), steps.end(),
            [](const auto& a, const auto& b) { return a.seconds > b.seconds; });
  fmt::print("The dearest steps:\n");
  for (std::size_t i = 0; i < std::min<std::size_t>(10, steps.size()); ++i) {
    fmt::print("  {:7.1f} s  {}\n", steps[i].seconds, steps[i].name);
  }
}

}  // namespace

int test_command(const TestArguments& arguments) {
  const Workspace workspace = find_workspace();
  const std::string build = workspace.build.string();
  // WHY one more: the tests that drive a terminal wait half of their time.
  const std::string jobs =
      std::to_string(std::max(2u, std::thread::hardware_concurrency()) + 1);
  const auto junit = workspace.build / "tests.xml";

  std::vector<TimedStep> steps;
  const auto began = steady_clock::now();
  bool fine =
      run_step("configure", {"cmake", "--preset", "dev"}, workspace, steps) &&
      run_step("build", {"cmake", "--build", build}, workspace, steps);
  if (fine) {
    std::vector<std::string> ctest = {"ctest",
                                      "--test-dir",
                                      build,
                                      "-j",
                                      jobs,
                                      "--no-tests=error",
                                      "--output-on-failure",
                                      "--output-junit",
                                      junit.string()};
    if (arguments.fast) {
      ctest.insert(ctest.end(), {"-L", "unit|solution"});
    }
    fine = run_step("test", ctest, workspace, steps);
    if (fine) offer_tested_program(workspace, "pipeline", "22_pipeline");
    std::erase_if(steps, [](const TimedStep& s) { return s.name == "test"; });
    if (std::filesystem::exists(junit)) add_test_times(junit, steps);
  }
  if (stop_requested()) return 130;
  print_dearest(steps);
  const std::chrono::duration<double> took = steady_clock::now() - began;
  fmt::print("{} in {:.0f} s\n", fine ? "All tests passed" : "Tests failed",
             took.count());
  return fine ? exit_code::kFine : exit_code::kRejected;
}

}  // namespace hb::runner

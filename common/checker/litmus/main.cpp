// litmus_judge FILE...: are the answers of these litmus programs the checker's?
//
// One line a disagreement; the last line is "N programs, N right, N wrong, T
// s". Exit code: 0 all right, 1 some wrong, 2 wrong call, 3 a file is
// unreadable or damaged.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "checker/litmus/judge.hpp"
#include "checker/litmus/reader.hpp"

namespace {

using namespace hb::checker::litmus;

constexpr const char* kUsage =
    "usage: litmus_judge [--replays] FILE...\n"
    "  Explores the litmus programs of each file and compares outcomes, "
    "number\n"
    "  of executions, data races and deadlocks with what the file states.\n"
    "  --replays   also say how many replays that took\n";

struct Tally {
  int right = 0;
  int wrong = 0;
  std::int64_t executions = 0;
  std::int64_t replays = 0;
};

void judge(const Program& program, Tally& tally) {
  const Finding finding = explore_program(program);
  const std::vector<std::string> wrong = disagreements(program, finding);
  ++(wrong.empty() ? tally.right : tally.wrong);
  for (const std::string& what : wrong) {
    std::printf("%s: %s: %s\n", program.place.c_str(), program.name.c_str(),
                what.c_str());
  }
  if (finding.race) return;  // its exploration was not finished
  tally.executions += finding.executions;
  tally.replays += finding.replays;
}

int run(const std::vector<std::string>& files, bool show_replays) {
  std::vector<Program> programs;
  for (const std::string& file : files) {
    for (Program& program : read_programs(file)) {
      programs.push_back(std::move(program));
    }
  }
  const auto began = std::chrono::steady_clock::now();
  Tally tally;
  for (const Program& program : programs) judge(program, tally);
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - began;
  if (show_replays) {
    std::printf("%lld replays for %lld executions\n",
                static_cast<long long>(tally.replays),
                static_cast<long long>(tally.executions));
  }
  std::printf("%d programs, %d right, %d wrong, %.2f s\n",
              tally.right + tally.wrong, tally.right, tally.wrong,
              seconds.count());
  return tally.wrong == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<std::string> files;
  bool show_replays = false;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--replays") {
      show_replays = true;
    } else if (argument == "--help") {
      std::fputs(kUsage, stdout);
      return 0;
    } else if (argument.size() > 1 && argument[0] == '-') {
      std::fprintf(stderr, "litmus_judge: unknown option %s\n%s",
                   argument.c_str(), kUsage);
      return 2;
    } else {
      files.push_back(argument);
    }
  }
  if (files.empty()) {
    std::fprintf(stderr, "litmus_judge: no file\n%s", kUsage);
    return 2;
  }
  try {
    return run(files, show_replays);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "litmus_judge: %s\n", error.what());
    return 3;
  }
}

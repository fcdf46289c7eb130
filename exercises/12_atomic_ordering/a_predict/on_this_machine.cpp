// The programs of 12a on real threads, optimised and without a sanitizer.
// `./workbook check 12a` runs this once the answer is right.
//
// usage: on_this_machine OUTCOMES [MILLISECONDS]
//   OUTCOMES: an outcomes.txt that has been accepted; it says what is allowed.
//   The programs share the time (2000).

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "lesson/litmus_table.hpp"
#include "programs.hpp"

namespace {

using Rows = std::vector<hb::LitmusRow>;

// Which outcomes each program may have, from an accepted outcomes.txt.
std::map<std::string, Rows> read_outcomes(const char* path) {
  std::map<std::string, Rows> programs;
  std::ifstream file(path);
  std::string program;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string first, one, two;
    words >> first >> one >> two;
    if (first == "program") {
      program = one;
    } else if (first == "allowed" || first == "never") {
      programs[program].push_back(
          {hb::outcome_from(one + " " + two), first == "allowed"});
    }
  }
  return programs;
}

template <typename Program>
bool show(const char* name, std::map<std::string, Rows>& programs,
          std::chrono::milliseconds each) {
  Rows& rows = programs[name];
  for (hb::LitmusRow& row : rows) {
    // x86 hardware keeps stores in order, and loads: the new flag comes with
    // the new data, whatever the program asks for.
    row.is_on_x86 = std::string(name) != "MessagePassingRelaxed" ||
                    row.outcome != hb::LitmusOutcome{1, 0};
  }
  const hb::LitmusCounts counts = hb::run_litmus<Program>(each);
  if (!counts.had_two_processors) {
    std::puts("  not run: this process may use one processor only");
    return false;
  }
  std::printf("  %s, %lld runs\n%s", name, static_cast<long long>(counts.runs),
              hb::litmus_table(rows, counts).c_str());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "error: no file of outcomes\n");
    return 2;
  }
  auto programs = read_outcomes(argv[1]);
  const int all = argc > 2 ? std::atoi(argv[2]) : 2000;
  const std::chrono::milliseconds each(all / 4);
  std::puts("On this machine, real threads, optimised:");
  const bool ran =
      show<hb::MessagePassingRelaxed>("MessagePassingRelaxed", programs, each);
  if (!ran) return 0;
  show<hb::MessagePassing>("MessagePassing", programs, each);
  show<hb::StoreBuffering>("StoreBuffering", programs, each);
  show<hb::StoreBufferingSeqCst>("StoreBufferingSeqCst", programs, each);
}

// litmus_to_cpp --units N --out DIR FILE...: litmus programs as ordinary C++.
//
// Writes DIR/unit_0.cpp to DIR/unit_(N-1).cpp and DIR/units.cpp. A file that
// would not change is not touched, so that nothing is compiled again.
// Exit code: 0 written, 2 wrong call, 3 a file is unreadable or damaged, or DIR
// cannot be written.

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "checker/litmus/reader.hpp"
#include "checker/litmus/write_cpp.hpp"

namespace {

using namespace hb::checker::litmus;

constexpr int kMaxUnits = 100;

struct Call {
  int units = 10;
  std::filesystem::path out;
  std::vector<std::string> files;
};

void write_if_changed(const std::filesystem::path& path,
                      const std::string& text) {
  {
    std::ifstream old(path, std::ios::binary);
    const std::string was(std::istreambuf_iterator<char>(old), {});
    if (old && was == text) return;
  }
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (!file) throw std::runtime_error(path.string() + ": cannot be written");
}

void generate(const Call& call) {
  std::vector<std::vector<Program>> units(std::size_t(call.units));
  std::size_t next = 0;
  for (const std::string& file : call.files) {
    for (Program& program : read_programs(file)) {
      if (!has_cpp(program)) continue;
      units[next++ % units.size()].push_back(std::move(program));
    }
  }
  if (next < units.size()) {
    throw std::runtime_error("fewer programs than units");
  }
  std::filesystem::create_directories(call.out);
  for (int i = 0; i < call.units; ++i) {
    write_if_changed(call.out / ("unit_" + std::to_string(i) + ".cpp"),
                     write_unit(units[std::size_t(i)], i));
  }
  write_if_changed(call.out / "units.cpp", write_unit_list(call.units));
}

// Returns false if the call is wrong.
bool parse(int count, char** arguments, Call& call) {
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--units" && i + 1 < count) {
      call.units = std::atoi(arguments[++i]);
    } else if (argument == "--out" && i + 1 < count) {
      call.out = arguments[++i];
    } else if (argument[0] == '-') {
      return false;
    } else {
      call.files.push_back(argument);
    }
  }
  return call.units > 0 && call.units <= kMaxUnits && !call.out.empty() &&
         !call.files.empty();
}

}  // namespace

int main(int count, char** arguments) {
  Call call;
  if (!parse(count, arguments, call)) {
    std::fputs("usage: litmus_to_cpp --units N --out DIR FILE...\n", stderr);
    return 2;
  }
  try {
    generate(call);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "litmus_to_cpp: %s\n", error.what());
    return 3;
  }
  return 0;
}

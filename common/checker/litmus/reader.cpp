#include "checker/litmus/reader.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "checker/litmus/program_reader.hpp"

namespace hb::checker::litmus {

std::vector<Program> read_programs(std::istream& input,
                                   const std::string& file) {
  std::vector<Program> programs;
  std::string line;
  for (int number = 1; std::getline(input, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::string place = file + ":" + std::to_string(number);
    try {
      programs.push_back(parse_program(line));
    } catch (const std::exception& error) {
      throw ReadError(place + ": " + error.what());
    }
    programs.back().place = place;
  }
  if (input.bad()) throw ReadError(file + ": cannot be read");
  if (programs.empty()) throw ReadError(file + ":1: holds no program");
  return programs;
}

std::vector<Program> read_programs(const std::string& file) {
  if (std::filesystem::is_directory(file)) {
    throw ReadError(file + ": is a directory");
  }
  std::ifstream input(file, std::ios::binary);
  if (!input) throw ReadError(file + ": " + std::strerror(errno));
  return read_programs(input, file);
}

}  // namespace hb::checker::litmus

// Whole programs that count subjects in four files, one for each pattern.
#pragma once

#include <string>
#include <vector>

namespace hb {

// Four files: paths, or what they contain.
struct PatternFiles {
  std::string path;                   // the same file four times; or
  std::vector<std::string> contents;  // generated ones
};

// Takes `--file PATH` or `--file=PATH` out of the arguments, so that nobody
// else need understand it. Without it the files are generated. Ends the program
// (2) if the file cannot be read.
PatternFiles take_file_argument(int& argc, char** argv);

// patterns/serial/..., patterns/pipeline/... and so on. An operation is one
// record: "light" is parsed and counted; "heavy" takes some 20 us more.
void add_patterns(const PatternFiles& files);

}  // namespace hb

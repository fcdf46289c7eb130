#include "copy_command.hpp"

#include <stdlib.h>  // mkstemp
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <system_error>

#include "marc/record_generator.hpp"
#include "marc_copy.hpp"

namespace hb {
namespace {

namespace fs = std::filesystem;

constexpr int kDiffers = 1, kWrongCall = 2, kBroken = 3;
constexpr char kCommand[] = "./workbook lesson 07 -- ";

int fail(int code, const std::string& fact, const std::string& detail,
         const std::string& options) {
  std::fprintf(stderr, "error: %s\n  %s\n  try: %s%s\n", fact.c_str(),
               detail.c_str(), kCommand, options.c_str());
  return code;
}

std::string quoted(const std::string& path) { return "\"" + path + "\""; }

// A file of its own in the temporary folder, removed with the object.
class TemporaryFile {
 public:
  TemporaryFile() : path_(fs::temp_directory_path() / "copy-XXXXXX") {
    const int file = ::mkstemp(path_.data());
    if (file < 0) throw std::system_error(errno, std::generic_category());
    ::close(file);
  }
  ~TemporaryFile() { ::unlink(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

bool equal(std::istream& left, std::istream& right) {
  using Bytes = std::istreambuf_iterator<char>;
  return std::equal(Bytes(left), Bytes(), Bytes(right), Bytes());
}

std::unique_ptr<std::istream> open_input(const std::string& file) {
  if (file.empty()) {
    return std::make_unique<std::istringstream>(marc::generate_records(7, 500));
  }
  return std::make_unique<std::ifstream>(file, std::ios::binary);
}

void print(const CopyReport& report, bool verbose) {
  std::printf("records:     %zu well-formed, %zu malformed\n", report.records,
              report.malformed.size());
  for (const Malformed& piece : report.malformed) {
    std::printf("malformed:   at byte %" PRIu64 ", %zu %s: %s\n", piece.offset,
                piece.size, piece.size == 1 ? "byte" : "bytes",
                piece.problem.c_str());
  }
  std::printf("bytes:       %" PRIu64 "\n", report.bytes);
  if (verbose) {
    std::printf("waits:       %zu records found the channel of 100 full\n",
                report.waits);
  }
}

int copy_to(const std::string& output, const CopyCommand& command) {
  const auto input = open_input(command.file);
  if (!*input) {
    return fail(kWrongCall, "cannot read " + quoted(command.file),
                std::string(std::strerror(errno)) + ".", "--output=sample.mrc");
  }
  std::ofstream copy(output, std::ios::binary);
  if (!copy) {
    return fail(kWrongCall, "cannot write " + quoted(output),
                std::string(std::strerror(errno)) + ".", "--help");
  }
  const CopyReport report = copy_records(*input, copy);
  copy.close();
  print(report, command.verbose);
  if (input->bad()) {
    return fail(kBroken, "reading " + quoted(command.file) + " failed",
                "What was read before is in the copy.", "--help");
  }
  if (!copy) {
    return fail(kBroken, "writing " + quoted(output) + " failed",
                "The copy is not complete.", "--help");
  }
  input->clear();
  input->seekg(0);
  std::ifstream written(output, std::ios::binary);
  const bool same = equal(*input, written);
  std::printf("copy:        %s\n",
              same ? "equal, byte for byte" : "differs from the original");
  return same ? 0 : kDiffers;
}

}  // namespace

int run(const CopyCommand& command) {
  std::error_code none;
  if (!command.file.empty() && fs::exists(command.file, none) &&
      !fs::is_regular_file(command.file, none)) {
    return fail(kWrongCall, "cannot copy " + quoted(command.file),
                "It is not a regular file, so the copy cannot be compared.",
                "--output=sample.mrc");
  }
  if (fs::equivalent(command.file, command.output, none)) {
    return fail(kWrongCall, "--file and --output are the same file",
                "Writing would empty it before it is read.",
                "--file=" + command.file);
  }
  if (!command.output.empty()) return copy_to(command.output, command);
  std::optional<TemporaryFile> temporary;
  try {
    temporary.emplace();
  } catch (const std::system_error& error) {
    return fail(kBroken, "there is no room for a temporary file",
                std::string(error.what()) + ".",
                "--file=" + command.file + " --output=copy.mrc");
  }
  return copy_to(temporary->path(), command);
}

}  // namespace hb

// What the test programs of this folder share: their arguments, the tool's
// commands, folders that vanish, work in parallel.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "pipeline/end_to_end/process.hpp"
#include "pipeline/files/scratch_folder.hpp"

namespace hb::pipeline {

struct Settings {
  std::string tool;             // --tool=PATH, the program that is tested
  std::string layer;            // --layer=PATH, the library that injects
  std::uint64_t count = 0;      // --count=N, of whatever the program repeats
  std::uint64_t seed = 1;       // --seed=N, of the first
  std::size_t jobs = 2;         // --jobs=N, at once
  std::filesystem::path input;  // --input=PATH, to use instead of a tree

  // The rest, each "--word" or "--word=value".
  std::vector<std::string> words;
  bool has(const std::string& word) const;
};

// Ends the program with 2 for what it does not know. `words`: those allowed.
Settings read_settings(int argc, char** argv, std::uint64_t count,
                       const std::vector<std::string>& words = {});

// A folder for one test; removed at the end, read-only folders in it, too.
class Scratch : public ScratchFolder {
 public:
  Scratch();
  ~Scratch();

  // Makes NAME with these bytes.
  std::filesystem::path file(const std::string& name,
                             const std::string& content) const;
};

std::string content_of(const std::filesystem::path& path);

// The names in a folder, in order.
std::vector<std::string> names_in(const std::filesystem::path& folder);

// What is wrong with a pack's end: its exit code, a permit that is missing, a
// process that is left. "" if nothing is.  REQUIRES: it ran with --json.
std::string complaint_of_pack(const Ended& ended);

// Counts what went wrong and says it, a line each. Thread-safe.
class Complaints {
 public:
  void add(const std::string& text);
  std::uint64_t count() const { return count_; }

 private:
  static constexpr std::uint64_t kMost = 50;  // are printed

  std::mutex mutex_;  // for lines that do not run into each other
  std::atomic<std::uint64_t> count_ = 0;
};

// body(0) .. body(count - 1), `jobs` at once. What one throws is a complaint.
void in_parallel(std::size_t jobs, std::uint64_t count, Complaints& complaints,
                 const std::function<void(std::uint64_t)>& body);

}  // namespace hb::pipeline

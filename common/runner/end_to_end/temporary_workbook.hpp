// For end-to-end tests: a workbook of its own in a temporary folder, with real
// exercises and solutions, judged by the real runner. Removed with the object.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "runner/system/process.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

class TemporaryWorkbook {
 public:
  // Copies the exercises in `folders` ("07_channels/a_close") from `from`,
  // which holds exercises/ and solutions/.
  explicit TemporaryWorkbook(const std::vector<std::string>& folders,
                             const std::filesystem::path& from = ".") {
    namespace fs = std::filesystem;
    // WHY a blank in the name: learners have such folders.
    std::string name = (fs::temp_directory_path() / "hb test_XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    for (const std::string& folder : folders) {
      for (const char* side : {"exercises", "solutions"}) {
        fs::create_directories(root_ / side / folder);
        fs::copy(from / side / folder, root_ / side / folder,
                 fs::copy_options::recursive);
      }
    }
    fs::create_directories(root_ / "lessons");
    fs::copy("lessons/curriculum.tsv", root_ / "lessons");
  }
  ~TemporaryWorkbook() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  TemporaryWorkbook(const TemporaryWorkbook&) = delete;
  TemporaryWorkbook& operator=(const TemporaryWorkbook&) = delete;

  const std::filesystem::path& root() const { return root_; }

  // The runner of this build.
  static std::filesystem::path runner() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() /
           "workbook-runner";
  }

  // Replaces the one occurrence of `from` in a file of this workbook.
  void edit(const std::string& file, const std::string& from,
            const std::string& to) const {
    std::string text = read_file(root_ / file);
    const auto at = text.find(from);
    if (at == text.npos || text.find(from, at + 1) != text.npos) {
      throw std::runtime_error(file + " does not have once: " + from);
    }
    write_file(root_ / file, text.replace(at, from.size(), to));
  }

  // ./workbook ARGUMENTS here. Both streams come back as one.
  ProcessResult workbook(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), runner().string());
    return started_by({}, std::move(arguments));
  }

  // A shell script in which "$runner" is the runner.
  ProcessResult shell(const std::string& script) const {
    return started_by({"runner=" + runner().string()}, {"sh", "-c", script});
  }

 private:
  ProcessResult started_by(std::vector<std::string> environment,
                           std::vector<std::string> command) const {
    ProcessOptions options;
    options.command = std::move(command);
    options.directory = root_;
    options.environment = std::move(environment);
    options.environment.push_back("WORKBOOK_ROOT=" + root_.string());
    options.budget = std::chrono::minutes(3);
    return run(options);
  }

  std::filesystem::path root_;
};

}  // namespace hb::runner

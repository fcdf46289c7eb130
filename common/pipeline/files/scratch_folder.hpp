// A folder for what is made and does not outlive its maker: the scenarios'
// data, a test's files.
#pragma once

#include <filesystem>
#include <string>

namespace hb::pipeline {

// Where files cost least: in memory, if there is such a folder. An fsync on a
// disk can take longer than all else that a test does.
std::filesystem::path folder_in_memory();

// A fresh folder in `parent`. Removed with all that is in it, after an
// exception and a signal, too; only a kill -9 leaves it.
class ScratchFolder {
 public:
  // Throws Failure where it cannot be made.
  explicit ScratchFolder(
      const std::filesystem::path& parent = folder_in_memory());
  ~ScratchFolder();

  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::filesystem::path& name) const {
    return path_ / name;
  }
  // Makes a folder in it.
  std::filesystem::path folder(const std::string& name) const;

 private:
  std::filesystem::path path_;
};

}  // namespace hb::pipeline

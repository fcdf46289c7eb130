// A folder for what a scenario makes, which does not outlive it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace hb::pipeline {

// A fresh folder in `parent`, or in the system's folder for temporary files.
// Removed with all that is in it, after an exception and a signal, too; only a
// kill -9 leaves it.
class ScratchFolder {
 public:
  // `bytes`: what will be written to it, about. Throws Failure (cannot_create)
  // where the disk has less.
  ScratchFolder(const std::optional<std::filesystem::path>& parent,
                std::uint64_t bytes);
  ~ScratchFolder();

  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }
  // Makes a folder in it.
  std::filesystem::path folder(const std::string& name) const;

 private:
  std::filesystem::path path_;
};

}  // namespace hb::pipeline

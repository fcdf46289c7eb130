#include "pipeline/files/scratch_folder.hpp"

#include <stdlib.h>

#include <cerrno>
#include <system_error>

#include "pipeline/failure.hpp"

namespace hb::pipeline {

std::filesystem::path folder_in_memory() {
  const std::filesystem::path memory = "/dev/shm";
  std::error_code none;
  return std::filesystem::is_directory(memory, none)
             ? memory
             : std::filesystem::temp_directory_path();
}

ScratchFolder::ScratchFolder(const std::filesystem::path& parent) {
  std::string pattern = (parent / "pipeline_XXXXXX").native();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw system_failure(errno, Stage::write, parent.native());
  }
  path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;  // there is nobody to tell, and nothing to be done
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path ScratchFolder::folder(const std::string& name) const {
  std::filesystem::create_directories(path_ / name);
  return path_ / name;
}

}  // namespace hb::pipeline

#include "pipeline/durability/folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "pipeline/files/file.hpp"

namespace hb::pipeline {

void flush_folder_of(const std::filesystem::path& path) {
  std::filesystem::path folder = path.parent_path();
  if (folder.empty()) folder = ".";
  const File file =
      File::open(folder.native(), O_RDONLY | O_DIRECTORY, Stage::write);
  file.flush();
}

void replace_file(const std::filesystem::path& path,
                  std::span<const std::byte> bytes) {
  std::filesystem::path fresh = path;
  fresh += ".new";
  // WHY 0600: what it says of the input need not be everybody's.
  File file =
      File::open(fresh.native(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW,
                 Stage::write, 0600);
  try {
    file.write(bytes, 0);
    file.flush();
    file.close();
    if (::rename(fresh.c_str(), path.c_str()) != 0) {
      throw system_failure(errno, Stage::write, path.native());
    }
  } catch (...) {
    ::unlink(fresh.c_str());
    throw;
  }
  flush_folder_of(path);
}

}  // namespace hb::pipeline

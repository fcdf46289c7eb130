#include "pipeline/engine/input_files.hpp"

#include <fcntl.h>

#include <cerrno>
#include <string_view>
#include <utility>

#include "pipeline/files/open_at.hpp"
#include "pipeline/files/open_below.hpp"

namespace hb::pipeline {

File InputFiles::open_folder(std::size_t entry) {
  constexpr int kFlags = O_PATH | O_DIRECTORY | O_NOFOLLOW;
  if (!root_) root_ = File::open(tree_.root.native(), kFlags, Stage::read);
  const std::string_view path = tree_.entries[entry].item.path;
  const std::size_t root = tree_.entries[0].item.path.size();
  const int fd = open_below(
      root_.fd(), entry == 0 ? std::string_view() : path.substr(root + 1),
      kFlags);
  if (fd < 0) throw system_failure(errno, Stage::read, path);
  return File(fd, Stage::read, std::string(path));
}

File InputFiles::open(std::size_t entry) {
  const Entry& wanted = tree_.entries[entry];
  // WHY O_NONBLOCK: a pipe that has taken a file's place must not hang us.
  constexpr int kFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
  if (wanted.parent == kNoParent) {
    return File::open(tree_.root.native(), kFlags, Stage::read);
  }
  if (folder_ != wanted.parent) {
    folder_ = kNoParent;
    folder_file_ = open_folder(wanted.parent);
    folder_ = wanted.parent;
  }
  // WHY not File::open(): messages name the whole path.
  const char* const name = wanted.item.path.c_str() + wanted.name;
  const int fd = open_at(folder_file_.fd(), name, kFlags);
  if (fd < 0) throw system_failure(errno, Stage::read, wanted.item.path);
  return File(fd, Stage::read, wanted.item.path);
}

}  // namespace hb::pipeline

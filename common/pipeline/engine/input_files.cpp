#include "pipeline/engine/input_files.hpp"

#include <fcntl.h>

#include <cerrno>
#include <utility>

namespace hb::pipeline {

std::string InputFiles::absolute(std::size_t entry) const {
  const std::string& path = tree_.entries[entry].item.path;
  return tree_.root.native() + path.substr(tree_.entries[0].item.path.size());
}

File InputFiles::open(std::size_t entry) {
  const Entry& wanted = tree_.entries[entry];
  // WHY O_NONBLOCK: a pipe that has taken a file's place must not hang us.
  constexpr int kFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  if (wanted.parent == kNoParent) {
    return File::open(absolute(entry), kFlags, Stage::read);
  }
  if (folder_ != wanted.parent) {
    folder_ = kNoParent;
    folder_file_ = File::open(absolute(wanted.parent),
                              O_PATH | O_DIRECTORY | O_NOFOLLOW, Stage::read);
    folder_ = wanted.parent;
  }
  // WHY not File::open(): messages name the whole path.
  const char* const name = wanted.item.path.c_str() + wanted.name;
  int fd = -1;
  do {
    fd = ::openat(folder_file_.fd(), name, kFlags);
  } while (fd < 0 && errno == EINTR);
  if (fd < 0) throw system_failure(errno, Stage::read, wanted.item.path);
  return File(fd, Stage::read, wanted.item.path);
}

}  // namespace hb::pipeline

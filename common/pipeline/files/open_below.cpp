#include "pipeline/files/open_below.hpp"

#include <fcntl.h>

#include <cerrno>
#include <string>
#include <utility>

#include "pipeline/files/file.hpp"

namespace hb::pipeline {
namespace {

int open_one(int folder, const std::string& name, int flags) {
  for (;;) {
    const int fd = ::openat(folder, name.c_str(), flags);
    if (fd >= 0 || errno != EINTR) return fd;
  }
}

}  // namespace

int open_below(int folder, std::string_view below, int flags) {
  constexpr int kFolder = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  if (below.empty()) below = ".";
  File above;
  for (;;) {
    const std::size_t slash = below.find('/');
    const std::string name(below.substr(0, slash));
    const int at = above ? above.fd() : folder;
    if (slash == std::string_view::npos) {
      return open_one(at, name, flags | O_NOFOLLOW | O_CLOEXEC);
    }
    const int fd = open_one(at, name, kFolder);
    if (fd < 0) return fd;
    above = File(fd, Stage::walk, name);
    below.remove_prefix(slash + 1);
  }
}

}  // namespace hb::pipeline

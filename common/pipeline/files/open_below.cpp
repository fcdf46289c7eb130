#include "pipeline/files/open_below.hpp"

#include <fcntl.h>

#include <string>
#include <utility>

#include "pipeline/files/file.hpp"
#include "pipeline/files/open_at.hpp"

namespace hb::pipeline {

int open_below(int folder, std::string_view below, int flags) {
  constexpr int kFolder = O_PATH | O_DIRECTORY | O_NOFOLLOW;
  if (below.empty()) below = ".";
  File above;
  for (;;) {
    const std::size_t slash = below.find('/');
    const std::string name(below.substr(0, slash));
    const int at = above ? above.fd() : folder;
    if (slash == std::string_view::npos) {
      return open_at(at, name.c_str(), flags | O_NOFOLLOW);
    }
    const int fd = open_at(at, name.c_str(), kFolder);
    if (fd < 0) return fd;
    above = File(fd, Stage::walk, name);
    below.remove_prefix(slash + 1);
  }
}

}  // namespace hb::pipeline

#include "pipeline/files/open_at.hpp"

#include <fcntl.h>

#include <cerrno>

namespace hb::pipeline {

int open_at(int folder, const char* name, int flags, mode_t mode) {
  for (;;) {
    const int fd = ::openat(folder, name, flags | O_CLOEXEC, mode);
    if (fd >= 0 || errno != EINTR) return fd;
  }
}

}  // namespace hb::pipeline

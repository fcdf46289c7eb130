// openat(2) that a signal does not end.
#pragma once

#include <sys/types.h>

namespace hb::pipeline {

// `name` in the open folder, or AT_FDCWD; with O_CLOEXEC. Goes on after EINTR.
// A descriptor, or -1 and errno.
int open_at(int folder, const char* name, int flags, mode_t mode = 0);

}  // namespace hb::pipeline

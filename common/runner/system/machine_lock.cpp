#include "runner/system/machine_lock.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "runner/system/process.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

int open_lock_file(const std::filesystem::path& path) {
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  // WHY two calls: in a folder like /tmp the system may refuse O_CREAT for a
  // file that another user has made (fs.protected_regular).
  const int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
  int file = -1;
  do {
    file = ::open(path.c_str(), flags);
    if (file < 0 && errno == ENOENT) {
      file = ::open(path.c_str(), flags | O_CREAT | O_EXCL, 0666);
    }
  } while (file < 0 && errno == EEXIST);
  if (file < 0) {
    throw UserError(exit_code::kBroken,
                    {"cannot lock " + path.string(), "", std::strerror(errno),
                     "ls -ld " + path.parent_path().string()});
  }
  // WHY: another user of this machine must be able to open it, whatever our
  // umask is. Only its owner may do this; for others it has been done.
  [[maybe_unused]] const int mode = ::fchmod(file, 0666);
  return file;
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& path,
                   const std::function<void()>& waiting)
    : file_(open_lock_file(path)) {
  bool told = false;
  const auto wait_for = [&](const Descriptor& file) {
    while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0 && !stop_requested()) {
      if (!told && waiting) waiting();
      told = true;
      ::poll(nullptr, 0, 20);  // flock() has no descriptor to wait on
    }
  };
  // WHY another lock before it: who has just given it back would always be
  // there first, and who looks every 20 ms would wait for minutes.
  const Descriptor next(open_lock_file(path.string() + ".next"));
  wait_for(next);
  wait_for(file_);
}

std::filesystem::path real_threads_lock() {
  return "/tmp/happens-before-real-threads.lock";
}

}  // namespace hb::runner

#include "runner/watch/file_watch.hpp"

#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

namespace hb::runner {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

FileWatch::FileWatch(std::vector<std::filesystem::path> files)
    : files_(std::move(files)),
      inotify_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (inotify_ >= 0) {
    // WHY the folders: a file that is replaced by a rename takes a watch of
    // its own with it.
    for (const auto& file : files_) {
      inotify_add_watch(inotify_, file.parent_path().c_str(),
                        IN_MODIFY | IN_CLOSE_WRITE | IN_CREATE | IN_DELETE |
                            IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB);
    }
  }
  latest_ = stamps();
}

FileWatch::~FileWatch() {
  if (inotify_ >= 0) close(inotify_);
}

FileWatch::Stamp FileWatch::stamp_of(const std::filesystem::path& file) {
  struct stat status = {};
  if (stat(file.c_str(), &status) != 0) return {};
  return {status.st_ino, status.st_size, status.st_mtim.tv_sec,
          status.st_mtim.tv_nsec};
}

std::vector<FileWatch::Stamp> FileWatch::stamps() const {
  std::vector<Stamp> stamps;
  for (const auto& file : files_) stamps.push_back(stamp_of(file));
  return stamps;
}

// The events are a reason to look; what they say is read from the file.
void FileWatch::drain() const {
  alignas(inotify_event) std::array<char, 4096> events;
  while (inotify_ >= 0 && read(inotify_, events.data(), events.size()) > 0) {
  }
}

milliseconds FileWatch::patience() const {
  if (!is_changing_) return kPoll;
  const auto quiet =
      std::chrono::ceil<milliseconds>(changed_ + kQuiet - steady_clock::now());
  return std::clamp(quiet, milliseconds(0), kQuiet);
}

FileWatch::Seen FileWatch::look() {
  drain();
  auto now = stamps();
  if (now != latest_) {
    latest_ = std::move(now);
    changed_ = steady_clock::now();
    is_changing_ = true;
  }
  if (!is_changing_) return Seen::nothing;
  if (steady_clock::now() < changed_ + kQuiet) return Seen::change;
  is_changing_ = false;
  return Seen::save;
}

}  // namespace hb::runner

#include "pipeline/engine/open_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace hb::pipeline {
namespace {

// WHY pieces: what was copied is still in the second-level cache when it is
// hashed.
constexpr std::size_t kLongestRead = 256 * 1024;

std::int64_t nanoseconds_of(const timespec& time) {
  return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

OpenFile::OpenFile(std::size_t item, File file)
    : item_(item), file_(std::move(file)) {
  const struct stat status = file_.status();
  if (!S_ISREG(status.st_mode)) throw ChangedFile(file_.name());
  size_ = static_cast<std::uint64_t>(status.st_size);
  mtime_ = nanoseconds_of(status.st_mtim);
  is_sparse_ = status.st_blocks * 512 < status.st_size;
  find_data();
}

void OpenFile::read(std::span<std::byte> into) {
  while (!into.empty()) {
    const auto piece = into.first(std::min(into.size(), kLongestRead));
    const std::size_t bytes = file_.read(piece, position_);
    if (bytes < piece.size()) throw ChangedFile(file_.name());
    checksum_.update(piece);
    position_ += bytes;
    into = into.subspan(bytes);
  }
  if (position_ == data_end_) find_data();
}

void OpenFile::find_data() {
  if (!is_sparse_) {
    data_end_ = size_;
    return;
  }
  const off_t data =
      ::lseek(file_.fd(), static_cast<off_t>(position_), SEEK_DATA);
  if (data < 0) {
    if (errno != ENXIO) throw system_failure(errno, Stage::read, file_.name());
    position_ = data_end_ = size_;  // a hole to the end
    return;
  }
  const off_t hole = ::lseek(file_.fd(), data, SEEK_HOLE);
  if (hole < 0) throw ChangedFile(file_.name());
  // WHY no further than the size at first: growth is found at the end.
  position_ = std::min(static_cast<std::uint64_t>(data), size_);
  data_end_ = std::min(static_cast<std::uint64_t>(hole), size_);
}

void OpenFile::check_unchanged() const {
  const struct stat status = file_.status();
  if (static_cast<std::uint64_t>(status.st_size) != size_ ||
      nanoseconds_of(status.st_mtim) != mtime_) {
    throw ChangedFile(file_.name());
  }
}

}  // namespace hb::pipeline

#include "pipeline/records/byte_source.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "pipeline/failure.hpp"

namespace hb::pipeline {

FileSource::FileSource(std::filesystem::path path)
    : path_(std::move(path)),
      descriptor_(open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) {
    throw system_failure(errno, Stage::read, path_.native());
  }
  // Only advice: a pipe refuses it, and is read all the same.
  (void)posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
}

FileSource::~FileSource() { close(descriptor_); }

std::size_t FileSource::read(std::span<char> to) {
  for (;;) {
    const ssize_t count = ::read(descriptor_, to.data(), to.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) {
      throw system_failure(errno, Stage::read, path_.native());
    }
  }
}

}  // namespace hb::pipeline

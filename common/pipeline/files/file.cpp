#include "pipeline/files/file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "pipeline/files/open_at.hpp"

namespace hb::pipeline {
namespace {

// Calls until it is not interrupted.
template <typename Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

}  // namespace

File& File::operator=(File&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(stage_, other.stage_);
  std::swap(name_, other.name_);
  return *this;
}

File::~File() {
  if (fd_ >= 0) ::close(fd_);
}

File File::open(const std::string& path, int flags, Stage stage, unsigned mode,
                int directory) {
  const int fd = open_at(directory, path.c_str(), flags, mode);
  if (fd < 0) throw system_failure(errno, stage, path);
  return File(fd, stage, path);
}

struct stat File::status() const {
  struct stat status {};
  if (::fstat(fd_, &status) != 0) throw system_failure(errno, stage_, name_);
  return status;
}

std::size_t File::read(std::span<std::byte> into, std::uint64_t offset) const {
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t some = uninterrupted([&] {
      return ::pread(fd_, into.data() + done, into.size() - done,
                     static_cast<off_t>(offset + done));
    });
    if (some < 0) throw system_failure(errno, stage_, name_);
    if (some == 0) break;
    done += static_cast<std::size_t>(some);
  }
  return done;
}

void File::read_exactly(std::span<std::byte> into, std::uint64_t offset) const {
  const std::size_t done = read(into, offset);
  if (done == into.size()) return;
  throw Failure(FailureKind::damaged, stage_, name_,
                fmt::format("ends after {} bytes; {} were expected",
                            offset + done, offset + into.size()));
}

void File::write(std::span<const std::byte> bytes, std::uint64_t offset) const {
  while (!bytes.empty()) {
    const ssize_t some = uninterrupted([&] {
      return ::pwrite(fd_, bytes.data(), bytes.size(),
                      static_cast<off_t>(offset));
    });
    if (some < 0) throw system_failure(errno, stage_, name_);
    // WHY: a device that takes nothing would be asked for ever.
    if (some == 0) throw system_failure(EIO, stage_, name_);
    bytes = bytes.subspan(static_cast<std::size_t>(some));
    offset += static_cast<std::uint64_t>(some);
  }
}

void File::truncate(std::uint64_t bytes) const {
  const int result = uninterrupted(
      [&] { return ::ftruncate(fd_, static_cast<off_t>(bytes)); });
  if (result != 0) throw system_failure(errno, stage_, name_);
}

void File::flush_data() const {
  if (uninterrupted([&] { return ::fdatasync(fd_); }) != 0) {
    throw system_failure(errno, stage_, name_);
  }
}

void File::flush() const {
  if (uninterrupted([&] { return ::fsync(fd_); }) != 0) {
    throw system_failure(errno, stage_, name_);
  }
}

void File::close() {
  if (fd_ < 0) return;
  // WHY not again after EINTR: Linux has closed it by then, and the number may
  // be another thread's.
  if (::close(std::exchange(fd_, -1)) != 0 && errno != EINTR) {
    throw system_failure(errno, stage_, name_);
  }
}

}  // namespace hb::pipeline

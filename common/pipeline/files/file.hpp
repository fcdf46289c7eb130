// A file descriptor that closes itself, and calls that finish what they begin.
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "pipeline/failure.hpp"

namespace hb::pipeline {

// All calls go on after EINTR and after short reads and writes, and throw
// system_failure() with the stage and the name given when it was opened.
class File {
 public:
  File() = default;
  // Takes over `fd`. `name` is for messages.
  File(int fd, Stage stage, std::string name)
      : fd_(fd), stage_(stage), name_(std::move(name)) {}
  File(File&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)),
        stage_(other.stage_),
        name_(std::move(other.name_)) {}
  File& operator=(File&& other) noexcept;
  ~File();

  // open(2) with O_CLOEXEC; relative to `directory`, or AT_FDCWD.
  static File open(const std::string& path, int flags, Stage stage,
                   unsigned mode = 0666, int directory = -100);

  explicit operator bool() const { return fd_ >= 0; }
  int fd() const { return fd_; }
  const std::string& name() const { return name_; }

  struct stat status() const;

  // As many bytes as there are, up to into.size(): fewer only at the end.
  std::size_t read(std::span<std::byte> into, std::uint64_t offset) const;
  // Exactly so many; Failure (damaged) where the file ends before.
  void read_exactly(std::span<std::byte> into, std::uint64_t offset) const;
  void write(std::span<const std::byte> bytes, std::uint64_t offset) const;
  void truncate(std::uint64_t bytes) const;
  void flush_data() const;  // fdatasync
  void flush() const;       // fsync
  // Closes and reports what close(2) says; the destructor reports nothing.
  void close();

 private:
  int fd_ = -1;
  Stage stage_ = Stage::read;
  std::string name_;
};

}  // namespace hb::pipeline

// Where the bytes of a stream of records come from.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace hb::pipeline {

// Thread safety: one thread at a time.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Reads up to `to.size()` bytes; 0 is the end, and nothing else is. Throws
  // Failure when the bytes cannot be had. REQUIRES: `to` not empty.
  virtual std::size_t read(std::span<char> to) = 0;
};

// A file, read from its beginning by read(2).
class FileSource final : public ByteSource {
 public:
  // Throws Failure if the file cannot be opened.
  explicit FileSource(std::filesystem::path path);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  std::size_t read(std::span<char> to) override;

 private:
  const std::filesystem::path path_;
  const int descriptor_;
};

}  // namespace hb::pipeline

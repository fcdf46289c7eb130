// A file to read and one to write, both in memory: read() and write() as every
// system has them, with 0 bytes at the end.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hb {

class SourceFile {
 public:
  explicit SourceFile(std::size_t size) : left_(size) {}

  // Fills `data` with at most `room` bytes. Returns how many; 0 is the end.
  std::size_t read(char* data, std::size_t room);

 private:
  std::size_t left_;
};

// Keeps a sum of what is written, which does not depend on the chunks' order.
class TargetFile {
 public:
  void write(const char* data, std::size_t count);
  std::size_t size() const { return size_; }
  std::uint64_t sum() const { return sum_; }

 private:
  std::size_t size_ = 0;
  std::uint64_t sum_ = 0;
};

}  // namespace hb

#include "file_in_chunks.hpp"

#include <algorithm>

// Apart from the loops that use them: a compiler that sees both ends may leave
// the buffer out, and its allocation with it.
namespace hb {

std::size_t SourceFile::read(char* data, std::size_t room) {
  const std::size_t count = std::min(room, left_);
  for (std::size_t i = 0; i < count; ++i) {
    data[i] = static_cast<char>(left_ - i);
  }
  left_ -= count;
  return count;
}

void TargetFile::write(const char* data, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    sum_ += static_cast<unsigned char>(data[i]);
  }
  size_ += count;
}

}  // namespace hb

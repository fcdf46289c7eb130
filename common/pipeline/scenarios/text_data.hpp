// Data that look like text to a compressor: the same for the same seed, on
// every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace hb::pipeline {

// Not thread-safe. Lines like those of a log: an identifier that is random, and
// one of many messages. zstd makes about 2.5 : 1 of it at level 3 and above, at
// the speed that it has with text.
class TextData {
 public:
  explicit TextData(std::uint64_t seed);

  // The next bytes.
  void fill(std::span<std::byte> into);

 private:
  void append_line();

  std::uint64_t state_;
  std::vector<std::string> messages_;
  std::string line_;      // the last one
  std::size_t used_ = 0;  // of it
};

// Makes a file of so many bytes of `data`. `between`: called every MiB; what it
// throws ends the writing. Throws Failure.
void write_text_file(const std::filesystem::path& path, std::uint64_t bytes,
                     TextData& data, const std::function<void()>& between);

}  // namespace hb::pipeline

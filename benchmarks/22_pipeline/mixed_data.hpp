// What the programs pack: real data of many kinds, as every machine has them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace hb {

// A folder of its own in memory (/dev/shm) if there is room for it, else below
// TMPDIR. It goes when the object does, or, where the program was killed, when
// the next one begins.
class MixedData {
 public:
  // `bytes`: of one file, the files of /usr/{include,lib,bin,share} one behind
  // the other, in shuffled order, none twice. Throws std::runtime_error where
  // these are not enough.
  explicit MixedData(std::size_t bytes);
  // Your own file instead, which stays where it is.
  explicit MixedData(std::filesystem::path file);
  ~MixedData();

  MixedData(const MixedData&) = delete;
  MixedData& operator=(const MixedData&) = delete;

  std::filesystem::path file() const { return file_; }

  // A folder of `count` pieces of the file, of 4 KiB each. Made by the first
  // call.
  std::filesystem::path small_files(std::size_t count) const;

  // 32 bytes at random.
  std::filesystem::path key() const { return folder_ / "key"; }

  // Where a program's output goes.
  std::filesystem::path output() const { return folder_ / "output"; }

 private:
  std::filesystem::path folder_;
  std::filesystem::path file_;
};

}  // namespace hb

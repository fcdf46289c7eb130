// What the programs pack: real data of many kinds, as every machine has them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace hb {

// A folder of its own in memory (/dev/shm) if there is room for it, else below
// TMPDIR. It goes when the object does.
class MixedData {
 public:
  // `bytes`: of one file, the files of /usr/{include,lib,bin,share} one behind
  // the other, in shuffled order, none twice. Throws std::runtime_error where
  // these are not enough.
  explicit MixedData(std::size_t bytes);
  ~MixedData();

  MixedData(const MixedData&) = delete;
  MixedData& operator=(const MixedData&) = delete;

  std::filesystem::path file() const { return folder_ / "mixed"; }
  std::size_t bytes() const { return bytes_; }

  // A folder of `count` pieces of the file, of 4 KiB each. Made by the first
  // call.
  std::filesystem::path small_files(std::size_t count) const;

  // Made with it: 32 bytes at random; for age also.
  std::filesystem::path key() const { return folder_ / "key"; }

  // Where a program's output goes.
  std::filesystem::path output() const { return folder_ / "output"; }

 private:
  std::filesystem::path folder_;
  std::size_t bytes_;
};

}  // namespace hb

// One file while it is read: where its data are, and its checksum so far.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "pipeline/container/checksum.hpp"
#include "pipeline/files/file.hpp"
#include "pipeline/files/tree.hpp"

namespace hb::pipeline {

// A file that is not what it was when it was opened: an error of that item.
class ChangedFile : public Failure {
 public:
  explicit ChangedFile(const std::string& item)
      : Failure(FailureKind::io, Stage::read, item,
                "changed while it was read; pack it again when nobody writes "
                "to it") {}
};

// Not thread-safe. Holes are skipped (SEEK_DATA, SEEK_HOLE). The checksum is
// Checksum128 of what is read, in order.
class OpenFile {
 public:
  OpenFile(std::size_t item, File file);

  std::size_t item() const { return item_; }
  std::uint64_t size() const { return size_; }
  std::int64_t mtime() const { return mtime_; }
  const File& file() const { return file_; }

  // Where the next data are, and how many bytes to the next hole; 0 at the end.
  std::uint64_t position() const { return position_; }
  std::uint64_t data_left() const { return data_end_ - position_; }

  // Reads all of `into`. REQUIRES: no more than data_left(). Throws
  // ChangedFile where the file ends before; Failure (io).
  void read(std::span<std::byte> into);

  // Throws ChangedFile where size or time of modification are not what they
  // were.
  void check_unchanged() const;

  std::array<std::byte, 16> checksum() const { return checksum_.value(); }

 private:
  void find_data();

  std::size_t item_;
  File file_;
  Checksum128 checksum_;
  std::uint64_t size_ = 0;
  std::int64_t mtime_ = 0;
  bool is_sparse_ = false;
  std::uint64_t position_ = 0;
  std::uint64_t data_end_ = 0;
};

}  // namespace hb::pipeline

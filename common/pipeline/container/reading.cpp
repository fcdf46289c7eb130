#include "pipeline/container/reading.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "pipeline/container/header.hpp"
#include "pipeline/container/index_check.hpp"

namespace hb::pipeline {
namespace {

using HeaderBytes = std::array<std::byte, kHeaderBytes>;

File open_container(const std::filesystem::path& path) {
  // WHY O_NONBLOCK: a pipe would be waited for, and cannot be read from its
  // end.
  File file = File::open(path.string(), O_RDONLY | O_NONBLOCK, Stage::read);
  if (S_ISFIFO(file.status().st_mode)) {
    throw Failure(FailureKind::no_input, Stage::read, file.name(),
                  "is a pipe, and its index is at the end: save it to a file");
  }
  return file;
}

HeaderBytes header_bytes(const File& file) {
  HeaderBytes bytes{};
  if (file.read(bytes, 0) != bytes.size()) {
    throw Failure(FailureKind::damaged, Stage::read, file.name(),
                  "is too short for a container of pipeline");
  }
  return bytes;
}

// REQUIRES: the header's own checksum is right, hence it is not damaged.
void check_key(const HeaderBytes& found, const ContainerKeys& keys,
               const File& file) {
  if (sodium_memcmp(found.data(), keys.header_bytes().data(), found.size()) ==
      0) {
    return;
  }
  if (keys.header().cipher == Cipher::none) {
    throw Failure(FailureKind::damaged, Stage::read, file.name(),
                  "is authenticated and has no key: take another copy");
  }
  const bool key_file = keys.header().derivation == KeyDerivation::key_file;
  throw Failure(FailureKind::permission, Stage::read, file.name(),
                fmt::format("the key is not this container's: try another {}",
                            key_file ? "--key-file" : "--passphrase-file"));
}

}  // namespace

Container Container::open(const std::filesystem::path& path,
                          const KeySource& source) {
  return open(open_container(path), source);
}

Container Container::open(File file, const KeySource& source) {
  Container container;
  container.file_ = std::move(file);
  const File& in = container.file_;
  const HeaderBytes head = header_bytes(in);
  const Header header = decode_header(head);
  container.bytes_ = static_cast<std::uint64_t>(in.status().st_size);
  if (container.bytes_ < kHeaderBytes + kTrailerBytes) {
    throw Failure(FailureKind::damaged, Stage::read, in.name(),
                  "is cut short: take another copy of the container");
  }
  container.keys_ =
      std::make_unique<ContainerKeys>(header, master_key(source, header));
  check_key(head, *container.keys_, in);

  std::array<std::byte, kTrailerBytes> end{};
  in.read_exactly(end, container.bytes_ - kTrailerBytes);
  const Trailer trailer = decode_trailer(end, container.bytes_);
  std::vector<std::byte> block(trailer.stored_bytes);
  in.read_exactly(block, trailer.index_offset);
  container.index_ = open_index(*container.keys_, end, block);
  check_index(container.index_, header, trailer.index_offset);
  return container;
}

Header Container::read_header(const std::filesystem::path& path) {
  return decode_header(header_bytes(open_container(path)));
}

const Item* Container::find(std::string_view path) const {
  const auto found = std::ranges::find(index_.items, path, &Item::path);
  return found == index_.items.end() ? nullptr : &*found;
}

std::size_t Container::record_bytes(std::uint64_t chunk) const {
  return pipeline::record_bytes(keys_->header(),
                                index_.chunks.at(chunk).stored_bytes);
}

std::span<std::byte> Container::read_record(std::uint64_t chunk,
                                            std::span<std::byte> into) const {
  const std::size_t size = record_bytes(chunk);
  assert(into.size() >= size);
  const std::span<std::byte> record = into.first(size);
  file_.read_exactly(record, index_.chunks[chunk].offset);
  return record;
}

}  // namespace hb::pipeline

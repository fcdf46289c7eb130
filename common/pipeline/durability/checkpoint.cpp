#include "pipeline/durability/checkpoint.hpp"

#include <fcntl.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <system_error>

#include "pipeline/container/bytes.hpp"
#include "pipeline/container/header.hpp"
#include "pipeline/container/index.hpp"
#include "pipeline/container/sealed_block.hpp"
#include "pipeline/durability/folder.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/files/file.hpp"

// The bytes of a checkpoint:
//
//     0   8  magic "HBPIPECP"
//     8 104  the container's header
//   112  u64 raw bytes of the block
//   120      sealed block, as the index of a container; its associated data are
//            bytes 0..7 and 112..119; raw it is
//              u32 length of the input's path, u64 options, u64 bytes,
//              u64 items done, u64 length of the index; the path; the index
namespace hb::pipeline {
namespace {

using Bytes = std::vector<std::byte>;

constexpr std::string_view kMagic = "HBPIPECP";
constexpr std::size_t kFrontBytes = 8 + kHeaderBytes + 8;
constexpr std::size_t kFieldBytes = 4 + 4 * 8;

Failure not_whole(const std::filesystem::path& path) {
  return Failure(FailureKind::damaged, Stage::read, path.native(),
                 "is not a whole checkpoint; begin anew without --resume");
}

std::array<std::byte, 16> associated_data(std::uint64_t raw_bytes) {
  std::array<std::byte, 16> data;
  ByteWriter writer(data);
  writer.put(bytes_of(kMagic));
  writer.put(raw_bytes);
  return data;
}

Bytes encode(const Checkpoint& checkpoint) {
  const Bytes index = encode_index(checkpoint.index);
  Bytes bytes(kFieldBytes + checkpoint.input.size() + index.size());
  ByteWriter writer(bytes);
  writer.put(static_cast<std::uint32_t>(checkpoint.input.size()));
  writer.put(checkpoint.options);
  writer.put(checkpoint.bytes);
  writer.put(checkpoint.items_done);
  writer.put(static_cast<std::uint64_t>(index.size()));
  writer.put(bytes_of(checkpoint.input));
  writer.put(index);
  return bytes;
}

Checkpoint decode(std::span<const std::byte> bytes) {
  ByteReader reader(bytes);
  Checkpoint checkpoint;
  const auto input_bytes = reader.get<std::uint32_t>();
  checkpoint.options = reader.get<std::uint64_t>();
  checkpoint.bytes = reader.get<std::uint64_t>();
  checkpoint.items_done = reader.get<std::uint64_t>();
  const auto index_bytes = reader.get<std::uint64_t>();
  const auto input = reader.take(input_bytes);
  checkpoint.input.assign(reinterpret_cast<const char*>(input.data()),
                          input.size());
  checkpoint.index = decode_index(reader.take(index_bytes));
  return checkpoint;
}

// All of the file, which is at least as long as the front.
Bytes read_whole(const std::filesystem::path& path) {
  const File file = File::open(path.native(), O_RDONLY, Stage::read);
  const auto size = static_cast<std::uint64_t>(file.status().st_size);
  if (size < kFrontBytes || size > kMostIndexBytes) throw not_whole(path);
  Bytes bytes(static_cast<std::size_t>(size));
  file.read_exactly(bytes, 0);
  if (!std::ranges::equal(std::span(bytes).first(kMagic.size()),
                          bytes_of(kMagic))) {
    throw Failure(FailureKind::damaged, Stage::read, path.native(),
                  "is not a checkpoint; name another file");
  }
  return bytes;
}

std::span<const std::byte, kHeaderBytes> header_in(const Bytes& bytes) {
  return std::span(bytes).subspan<8, kHeaderBytes>();
}

}  // namespace

void save_checkpoint(const std::filesystem::path& path,
                     const ContainerKeys& keys, const Checkpoint& checkpoint) {
  const Bytes raw = encode(checkpoint);
  const Bytes block = seal_block(keys, associated_data(raw.size()), raw);
  std::array<std::byte, kFrontBytes> front;
  ByteWriter writer(front);
  writer.put(bytes_of(kMagic));
  writer.put(std::span<const std::byte>(keys.header_bytes()));
  writer.put(static_cast<std::uint64_t>(raw.size()));
  Bytes bytes(front.begin(), front.end());
  bytes.insert(bytes.end(), block.begin(), block.end());
  replace_file(path, bytes);
}

void check_is_ours(const std::filesystem::path& path) {
  std::error_code none;
  if (!std::filesystem::exists(path, none)) return;
  // WHY O_NONBLOCK: of a pipe nothing is waited for.
  const File file =
      File::open(path.native(), O_RDONLY | O_NONBLOCK, Stage::write);
  std::array<std::byte, kMagic.size()> begin{};
  const bool is_file = S_ISREG(file.status().st_mode);
  const std::size_t bytes = is_file ? file.read(begin, 0) : 0;
  const bool is_empty = is_file && bytes == 0;
  if (is_empty || std::ranges::equal(begin, bytes_of(kMagic))) return;
  throw Failure(FailureKind::cannot_create, Stage::write, path.native(),
                "is there and is not a checkpoint; name another file");
}

Header checkpoint_header(const std::filesystem::path& path) {
  const Bytes bytes = read_whole(path);
  return decode_header(header_in(bytes));
}

Checkpoint load_checkpoint(const std::filesystem::path& path,
                           const ContainerKeys& keys) {
  Bytes bytes = read_whole(path);
  const auto theirs = header_in(bytes);
  const std::span<const std::byte> ours(keys.header_bytes());
  if (!std::ranges::equal(theirs.first(kAuthenticatedHeaderBytes),
                          ours.first(kAuthenticatedHeaderBytes))) {
    throw Failure(FailureKind::damaged, Stage::read, path.native(),
                  "is of another run; begin anew without --resume");
  }
  if (sodium_memcmp(theirs.data(), ours.data(), ours.size()) != 0) {
    throw Failure(FailureKind::permission, Stage::read, path.native(),
                  "was made with another key; use that one");
  }
  ByteReader length(
      std::span<const std::byte>(bytes).subspan(8 + kHeaderBytes));
  const auto raw_bytes = length.get<std::uint64_t>();
  const Bytes raw = open_block(keys, associated_data(raw_bytes),
                               std::span(bytes).subspan(kFrontBytes), raw_bytes,
                               path.native());
  return decode(raw);
}

}  // namespace hb::pipeline

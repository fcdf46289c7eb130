#include "pipeline/durability/checkpoint.hpp"

#include <fcntl.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <span>
#include <utility>

#include "pipeline/container/index.hpp"
#include "pipeline/container/reading.hpp"
#include "pipeline/durability/folder.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/files/file.hpp"

// The bytes of a checkpoint: a container's header, then what follows, cut into
// pieces no larger than a chunk, each sealed as a record:
//
//   input length u32, input | options u64 | bytes u64 | items done u64 |
//   index length u64, index as at a container's end | XXH3-128 of all before it
//
// WHY the hash: pieces of two checkpoints of one run are all authentic, and are
// no checkpoint together.
namespace hb::pipeline {
namespace {

static_assert(std::endian::native == std::endian::little);

using Bytes = std::vector<std::byte>;

// WHY so far up: no chunk of a container has such a number, nor its index.
constexpr std::uint64_t kFirstPiece = std::uint64_t{1} << 62;
constexpr std::size_t kHashBytes = 16;
// WHY a limit: a checkpoint is read whole.
constexpr std::uint64_t kMostBytes = std::uint64_t{4} << 30;

template <typename T>
void append(Bytes& bytes, T value) {
  const auto* raw = reinterpret_cast<const std::byte*>(&value);
  bytes.insert(bytes.end(), raw, raw + sizeof value);
}

void append_hash(Bytes& bytes) {
  XXH128_canonical_t hash;
  XXH128_canonicalFromHash(&hash, XXH3_128bits(bytes.data(), bytes.size()));
  const auto* raw = reinterpret_cast<const std::byte*>(hash.digest);
  bytes.insert(bytes.end(), raw, raw + kHashBytes);
}

Failure damaged(const std::filesystem::path& path, std::string_view text) {
  return Failure(FailureKind::damaged, Stage::read, path.native(), text);
}

Failure not_whole(const std::filesystem::path& path) {
  return damaged(path,
                 "is not a whole checkpoint; begin anew without --resume");
}

// Takes fields off the front, and never more than there are.
class Fields {
 public:
  Fields(std::span<const std::byte> bytes, const std::filesystem::path& path)
      : left_(bytes), path_(path) {}

  std::span<const std::byte> bytes(std::uint64_t count) {
    if (count > left_.size()) throw not_whole(path_);
    const auto front = left_.first(static_cast<std::size_t>(count));
    left_ = left_.subspan(front.size());
    return front;
  }
  template <typename T>
  T number() {
    T value;
    std::memcpy(&value, bytes(sizeof value).data(), sizeof value);
    return value;
  }
  bool empty() const { return left_.empty(); }

 private:
  std::span<const std::byte> left_;
  const std::filesystem::path& path_;
};

Bytes encode(const Checkpoint& checkpoint) {
  Bytes bytes;
  append(bytes, static_cast<std::uint32_t>(checkpoint.input.size()));
  const auto input = std::as_bytes(std::span(checkpoint.input));
  bytes.insert(bytes.end(), input.begin(), input.end());
  append(bytes, checkpoint.options);
  append(bytes, checkpoint.bytes);
  append(bytes, checkpoint.items_done);
  const Bytes index = encode_index(checkpoint.index);
  append(bytes, static_cast<std::uint64_t>(index.size()));
  bytes.insert(bytes.end(), index.begin(), index.end());
  append_hash(bytes);
  return bytes;
}

Checkpoint decode(Bytes bytes, const std::filesystem::path& path) {
  if (bytes.size() < kHashBytes) throw not_whole(path);
  Bytes again(bytes.begin(), bytes.end() - kHashBytes);
  append_hash(again);
  if (again != bytes) throw not_whole(path);
  const std::span<const std::byte> all(bytes);
  Fields fields(all.first(all.size() - kHashBytes), path);
  Checkpoint checkpoint;
  const auto input = fields.bytes(fields.number<std::uint32_t>());
  checkpoint.input.assign(reinterpret_cast<const char*>(input.data()),
                          input.size());
  checkpoint.options = fields.number<std::uint64_t>();
  checkpoint.bytes = fields.number<std::uint64_t>();
  checkpoint.items_done = fields.number<std::uint64_t>();
  checkpoint.index = decode_index(fields.bytes(fields.number<std::uint64_t>()));
  if (!fields.empty()) throw not_whole(path);
  return checkpoint;
}

Bytes seal(const ContainerKeys& keys, std::span<const std::byte> raw) {
  const std::size_t largest =
      std::max<std::size_t>(1, keys.header().largest_chunk);
  Sealer sealer(keys);
  Bytes sealed(keys.header_bytes().begin(), keys.header_bytes().end());
  Bytes record(sealed_bound(keys.header(), largest));
  for (std::uint64_t number = kFirstPiece;; ++number) {
    const auto piece = raw.first(std::min(largest, raw.size()));
    raw = raw.subspan(piece.size());
    ChunkEntry entry;
    const std::size_t length =
        sealer.seal(number, raw.empty(), piece, record, entry);
    sealed.insert(sealed.end(), record.begin(),
                  record.begin() + static_cast<std::ptrdiff_t>(length));
    if (raw.empty()) return sealed;
  }
}

std::size_t nonce_bytes(Cipher cipher) {
  switch (cipher) {
    case Cipher::aes_256_gcm:
      return 12;
    case Cipher::xchacha20_poly1305:
      return 24;
    case Cipher::none:
      break;
  }
  return 0;
}

// What the index at a container's end would say of the record that begins here;
// `length` becomes that of the record.
ChunkEntry entry_of(std::span<const std::byte> bytes, Cipher cipher,
                    std::size_t& length, const std::filesystem::path& path) {
  Fields fields(bytes, path);
  ChunkEntry entry;
  fields.number<std::uint64_t>();  // its number: open() compares it
  entry.raw_bytes = fields.number<std::uint32_t>();
  entry.stored_bytes = fields.number<std::uint32_t>();
  entry.flags = fields.number<std::uint32_t>();
  fields.number<std::uint32_t>();
  const std::size_t tag = cipher == Cipher::none ? kChecksumBytes : kTagBytes;
  fields.bytes(nonce_bytes(cipher));
  fields.bytes(entry.stored_bytes);
  std::ranges::copy(fields.bytes(tag), entry.tag.begin());
  length = kRecordHeaderBytes + nonce_bytes(cipher) + entry.stored_bytes + tag;
  return entry;
}

Bytes unseal(const ContainerKeys& keys, std::span<std::byte> sealed,
             const std::filesystem::path& path) {
  const Header& header = keys.header();
  Opener opener(keys);
  Bytes raw;
  Bytes piece(header.largest_chunk);
  for (std::uint64_t number = kFirstPiece;; ++number) {
    std::size_t length = 0;
    const ChunkEntry entry = entry_of(sealed, header.cipher, length, path);
    if (entry.raw_bytes > piece.size()) throw not_whole(path);
    const auto opened = opener.open(number, entry, sealed.first(length), piece);
    raw.insert(raw.end(), opened.begin(), opened.end());
    sealed = sealed.subspan(length);
    if ((entry.flags & kLastChunk) != 0) break;
  }
  if (!sealed.empty()) throw not_whole(path);
  return raw;
}

Bytes read_whole(const std::filesystem::path& path) {
  const File file = File::open(path.native(), O_RDONLY, Stage::read);
  const auto size = static_cast<std::uint64_t>(file.status().st_size);
  if (size < kHeaderBytes || size > kMostBytes) throw not_whole(path);
  Bytes bytes(static_cast<std::size_t>(size));
  file.read_exactly(bytes, 0);
  return bytes;
}

}  // namespace

void save_checkpoint(const std::filesystem::path& path,
                     const ContainerKeys& keys, const Checkpoint& checkpoint) {
  replace_file(path, seal(keys, encode(checkpoint)));
}

Header checkpoint_header(const std::filesystem::path& path) {
  return Container::read_header(path);
}

Checkpoint load_checkpoint(const std::filesystem::path& path,
                           const ContainerKeys& keys) {
  Bytes bytes = read_whole(path);
  const std::span<std::byte> all(bytes);
  const auto header = all.first(kHeaderBytes);
  const std::span<const std::byte> ours(keys.header_bytes());
  if (!std::ranges::equal(header.first(kAuthenticatedHeaderBytes),
                          ours.first(kAuthenticatedHeaderBytes))) {
    throw damaged(path, "is of another run; begin anew without --resume");
  }
  if (!std::ranges::equal(header, ours)) {
    throw Failure(FailureKind::permission, Stage::read, path.native(),
                  "was made with another key; use that one");
  }
  return decode(unseal(keys, all.subspan(kHeaderBytes), path), path);
}

}  // namespace hb::pipeline

// WHY: a compression context in memory of our own, so that no chunk allocates.
#define ZSTD_STATIC_LINKING_ONLY
#include "pipeline/container/codec.hpp"

#include <fmt/format.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cassert>
#include <optional>
#include <stdexcept>
#include <vector>

#include "pipeline/container/aead.hpp"
#include "pipeline/container/bytes.hpp"
#include "pipeline/container/checksum.hpp"
#include "pipeline/container/header.hpp"

namespace hb::pipeline {
namespace {

Failure damaged_chunk(std::uint64_t index, std::string_view text) {
  return Failure(FailureKind::damaged, Stage::read,
                 fmt::format("chunk {}", index),
                 fmt::format("{}: take another copy of the container", text));
}

void write_record_header(const RecordHeader& header,
                         std::span<std::byte> into) {
  ByteWriter writer(into);
  writer.put(header.index);
  writer.put(header.raw_bytes);
  writer.put(header.stored_bytes);
  writer.put(header.flags);
  writer.put(std::uint32_t{0});
}

// What zstd works in, for chunks of up to `largest` bytes.
std::size_t workspace_bytes(int level, std::size_t largest) {
  // WHY several: zstd has other parameters for small inputs, and those may take
  // more than the largest chunk's.
  std::size_t most = 0;
  for (const std::size_t size : {std::size_t{16} << 10, std::size_t{128} << 10,
                                 std::size_t{256} << 10, largest}) {
    const ZSTD_compressionParameters parameters = ZSTD_getCParams(
        level, std::max<std::size_t>(1, std::min(size, largest)), 0);
    most = std::max(most, ZSTD_estimateCCtxSize_usingCParams(parameters));
  }
  return most;
}

// The record's parts. REQUIRES: it is as long as record_bytes() says.
struct Parts {
  Parts(std::span<std::byte> record, const Header& header)
      : head(record.first(kRecordHeaderBytes)),
        nonce(record.subspan(kRecordHeaderBytes, nonce_bytes(header.cipher))) {
    const std::size_t seal =
        header.cipher == Cipher::none ? kChecksumBytes : kTagBytes;
    const std::size_t before = head.size() + nonce.size();
    payload = record.subspan(before, record.size() - before - seal);
    tag = record.last(seal);
  }

  std::span<std::byte> head;
  std::span<std::byte> nonce;
  std::span<std::byte> payload;
  std::span<std::byte> tag;
};

// Without a key there is no nonce: head and payload are one piece.
std::uint64_t record_checksum(std::span<const std::byte> record) {
  return checksum64(record.first(record.size() - kChecksumBytes));
}

}  // namespace

ContainerKeys::ContainerKeys(const Header& header, const Secret& master)
    : header_(header) {
  use_sodium();
  Secret header_key;
  if (header.cipher != Cipher::none) {
    header_key = derive_key(master, "header", header);
    content_ = derive_key(master, "content", header);
    index_ = derive_key(master, "index", header);
  }
  bytes_ = encode_header(header, header_key);
}

std::size_t record_bytes(const Header& header, std::size_t stored_bytes) {
  return kRecordHeaderBytes + nonce_bytes(header.cipher) + stored_bytes +
         (header.cipher == Cipher::none ? kChecksumBytes : kTagBytes);
}

std::size_t sealed_bound(const Header& header, std::size_t raw_bytes) {
  return record_bytes(header, raw_bytes);
}

struct Sealer::State {
  explicit State(const ContainerKeys& all) : keys(all) {
    const Header& header = keys.header();
    if (header.cipher != Cipher::none) {
      aead.emplace(header.cipher, keys.content_key());
    }
    if (!header.compressed) return;
    workspace_size = workspace_bytes(header.level, header.largest_chunk);
    // WHY not a vector: its zeros would touch pages that zstd may never use.
    workspace = std::make_unique_for_overwrite<std::max_align_t[]>(
        workspace_size / sizeof(std::max_align_t) + 1);
    zstd = ZSTD_initStaticCCtx(workspace.get(), workspace_size);
    if (zstd == nullptr) throw std::runtime_error("zstd gave no context");
    ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, header.level);
    ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 0);
    ZSTD_CCtx_setParameter(zstd, ZSTD_c_contentSizeFlag, 1);
  }

  // 0: it would not get shorter.
  std::size_t compress(std::span<const std::byte> raw,
                       std::span<std::byte> into) {
    if (zstd == nullptr || raw.empty()) return 0;
    const std::size_t size = ZSTD_compress2(zstd, into.data(), raw.size() - 1,
                                            raw.data(), raw.size());
    if (ZSTD_isError(size) == 0) return size;
    if (ZSTD_getErrorCode(size) == ZSTD_error_dstSize_tooSmall) return 0;
    throw Failure(FailureKind::io, Stage::compress, "",
                  ZSTD_getErrorName(size));
  }

  const ContainerKeys& keys;
  std::optional<Aead> aead;
  std::unique_ptr<std::max_align_t[]> workspace;
  std::size_t workspace_size = 0;
  ZSTD_CCtx* zstd = nullptr;  // in workspace
};

Sealer::Sealer(const ContainerKeys& keys)
    : state_(std::make_unique<State>(keys)) {}
Sealer::~Sealer() = default;

std::size_t Sealer::memory_bytes() const {
  return sizeof(State) + state_->workspace_size;
}

std::size_t Sealer::seal(std::uint64_t index, bool is_last,
                         std::span<const std::byte> raw,
                         std::span<std::byte> into, ChunkEntry& entry) {
  const Header& header = state_->keys.header();
  assert(raw.size() <= header.largest_chunk);
  assert(into.size() >= sealed_bound(header, raw.size()));
  const std::span<std::byte> room =
      into.subspan(kRecordHeaderBytes + nonce_bytes(header.cipher));
  std::size_t stored = state_->compress(raw, room);
  entry.flags = is_last ? kLastChunk : 0;
  if (stored == 0) {
    stored = raw.size();
    std::ranges::copy(raw, room.begin());
    entry.flags |= kStoredPlain;
  }
  entry.raw_bytes = static_cast<std::uint32_t>(raw.size());
  entry.stored_bytes = static_cast<std::uint32_t>(stored);
  entry.tag = {};

  const std::span<std::byte> record = into.first(record_bytes(header, stored));
  const Parts parts(record, header);
  write_record_header({.index = index,
                       .raw_bytes = entry.raw_bytes,
                       .stored_bytes = entry.stored_bytes,
                       .flags = entry.flags},
                      parts.head);
  if (state_->aead) {
    state_->aead->seal(parts.nonce, parts.head, parts.payload, parts.tag);
  } else {
    ByteWriter(parts.tag).put(record_checksum(record));
  }
  std::ranges::copy(parts.tag, entry.tag.begin());
  return record.size();
}

struct Opener::State {
  explicit State(const ContainerKeys& all)
      : keys(all), zstd(ZSTD_createDCtx(), &ZSTD_freeDCtx) {
    if (zstd == nullptr) throw std::bad_alloc();
    if (keys.header().cipher != Cipher::none) {
      aead.emplace(keys.header().cipher, keys.content_key());
    }
  }

  // Is it the record that the index means, and as it was written?
  void check(std::uint64_t index, const ChunkEntry& entry,
             std::span<std::byte> record, const Parts& parts) {
    std::array<std::byte, kRecordHeaderBytes> expected{};
    write_record_header({.index = index,
                         .raw_bytes = entry.raw_bytes,
                         .stored_bytes = entry.stored_bytes,
                         .flags = entry.flags},
                        expected);
    if (!std::ranges::equal(parts.head, expected)) {
      throw damaged_chunk(index, "it is not the chunk that belongs here");
    }
    std::array<std::byte, kTagBytes> tag{};
    std::ranges::copy(parts.tag, tag.begin());
    if (tag != entry.tag) {
      throw damaged_chunk(index, "its checksum is not the index's");
    }
    if (!aead) {
      if (ByteReader(parts.tag).get<std::uint64_t>() !=
          record_checksum(record)) {
        throw damaged_chunk(index, "its checksum differs");
      }
    } else if (!aead->open(parts.nonce, parts.head, parts.payload, parts.tag)) {
      throw damaged_chunk(index, "its authentication differs");
    }
  }

  const ContainerKeys& keys;
  std::optional<Aead> aead;
  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> zstd;
};

Opener::Opener(const ContainerKeys& keys)
    : state_(std::make_unique<State>(keys)) {}
Opener::~Opener() = default;

std::span<std::byte> Opener::open(std::uint64_t index, const ChunkEntry& entry,
                                  std::span<std::byte> record,
                                  std::span<std::byte> into) {
  const Header& header = state_->keys.header();
  if (entry.raw_bytes > header.largest_chunk ||
      record.size() != record_bytes(header, entry.stored_bytes)) {
    throw damaged_chunk(index, "its lengths do not fit");
  }
  const Parts parts(record, header);
  state_->check(index, entry, record, parts);
  if ((entry.flags & kStoredPlain) != 0) {
    if (entry.stored_bytes != entry.raw_bytes) {
      throw damaged_chunk(index, "its lengths do not fit");
    }
    return parts.payload;
  }
  assert(into.size() >= entry.raw_bytes);
  const std::span<std::byte> raw = into.first(entry.raw_bytes);
  const std::size_t size =
      ZSTD_decompressDCtx(state_->zstd.get(), raw.data(), raw.size(),
                          parts.payload.data(), parts.payload.size());
  if (ZSTD_isError(size) != 0 || size != raw.size()) {
    throw damaged_chunk(index, "its payload does not decompress");
  }
  return raw;
}

}  // namespace hb::pipeline

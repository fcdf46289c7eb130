// What verify and restore must notice: damage, and forgery.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "pipeline/container/samples.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/files/scratch_folder.hpp"
#include "pipeline/restore/restore.hpp"

namespace hb::pipeline {
namespace {

using samples::Bytes;
using samples::Draft;
using samples::MemoryFile;
using samples::some_draft;

// 32 bytes, and what master_key() makes of them.
class Damage : public ::testing::TestWithParam<Cipher> {
 protected:
  KeySource source() const {
    if (GetParam() == Cipher::none) return {};
    return {.key_file = key_.path(), .passphrase_file = {}};
  }
  Secret master() const { return master_key(source(), draft_.header); }
  Bytes good() { return draft_.seal(master()); }

  RestoreJob job(const MemoryFile& file) const {
    return {.container = file.path(),
            .directory = folder_ / "out",
            .only = {},
            .workers = workers_,
            .key = source()};
  }
  // 0: nothing was noticed.
  int verify_code(const Bytes& bytes) const {
    try {
      const MemoryFile file(bytes);
      Metrics metrics(1, 1);
      verify(job(file), metrics);
      return 0;
    } catch (const Failure& failure) {
      return failure.exit_code();
    }
  }
  int restore_code(const Bytes& bytes) const {
    int code = 0;
    try {
      const MemoryFile file(bytes);
      Metrics metrics(1, 1);
      restore(job(file), metrics);
    } catch (const Failure& failure) {
      code = failure.exit_code();
    }
    std::filesystem::remove_all(folder_ / "out" / "root");
    // Nothing is left of a failure, under no name.
    EXPECT_TRUE(code == 0 || !std::filesystem::exists(folder_ / "out") ||
                std::filesystem::is_empty(folder_ / "out"));
    return code;
  }

  static constexpr int kDamaged = static_cast<int>(FailureKind::damaged);
  const ScratchFolder folder_;
  const MemoryFile key_{samples::noise(32, 5)};
  Draft draft_ = some_draft(GetParam());
  std::size_t workers_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Ciphers, Damage,
                         ::testing::Values(Cipher::none, Cipher::aes_256_gcm,
                                           Cipher::xchacha20_poly1305));

TEST_P(Damage, IsNotSeenWhereThereIsNone) {
  for (workers_ = 0; workers_ < 3; ++workers_) {
    EXPECT_EQ(verify_code(good()), 0);
    EXPECT_EQ(restore_code(good()), 0);
  }
}

TEST_P(Damage, OfAnyBitIsNoticed) {
  draft_ = samples::tiny_draft(GetParam());
  const Bytes bytes = good();
  ASSERT_EQ(restore_code(bytes), 0);
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    Bytes changed = bytes;
    changed[bit / 8] ^= std::byte{1} << static_cast<int>(bit % 8);
    EXPECT_EQ(verify_code(changed), kDamaged) << "bit " << bit;
    EXPECT_EQ(restore_code(changed), kDamaged) << "bit " << bit;
  }
}

TEST_P(Damage, OfAnyRecordIsNoticedByManyWorkers) {
  workers_ = 2;
  const Bytes bytes = good();
  for (const ChunkEntry& chunk : draft_.index.chunks) {
    Bytes changed = bytes;
    changed[chunk.offset + kRecordHeaderBytes] ^= std::byte{1};
    EXPECT_EQ(verify_code(changed), kDamaged);
    EXPECT_EQ(restore_code(changed), kDamaged);
  }
}

TEST_P(Damage, ByACutIsNoticedWhereverItIs) {
  const Bytes bytes = good();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const Bytes cut(bytes.begin(),
                    bytes.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_EQ(verify_code(cut), kDamaged) << size;
    EXPECT_EQ(restore_code(cut), kDamaged) << size;
  }
}

TEST_P(Damage, ByAppendedBytesIsNoticed) {
  for (const std::size_t size : {1u, 48u, 5000u}) {
    Bytes bytes = good();
    bytes.resize(bytes.size() + size);
    EXPECT_EQ(verify_code(bytes), kDamaged);
    bytes = good();
    const Bytes twice = bytes;
    bytes.insert(bytes.end(), twice.begin(), twice.end());
    EXPECT_EQ(verify_code(bytes), kDamaged);
  }
}

TEST_P(Damage, BySwappedRecordsIsNoticed) {
  // Two chunks of one length, so that everything else fits.
  draft_.chunks[0] = samples::noise(100, 9);
  draft_.fix_checksums();
  Bytes bytes = good();
  const auto first = bytes.begin() + kHeaderBytes;
  const auto size = static_cast<std::ptrdiff_t>(
      record_bytes(draft_.header, draft_.index.chunks[0].stored_bytes));
  ASSERT_EQ(draft_.index.chunks[0].stored_bytes,
            draft_.index.chunks[1].stored_bytes);
  std::swap_ranges(first, first + size, first + size);
  EXPECT_EQ(verify_code(bytes), kDamaged);
  EXPECT_EQ(restore_code(bytes), kDamaged);
}

TEST_P(Damage, ByARecordOfAnotherContainerIsNoticed) {
  // The same key file; once with the same header, as an older version of one
  // container has it, and once with another salt.
  for (const bool same_header : {true, false}) {
    Draft other = some_draft(GetParam());
    other.chunks[1] = samples::noise(100, 99);
    if (!same_header && GetParam() != Cipher::none) {
      other.header.salt[3] = std::byte{3};
    }
    const Bytes theirs = other.seal(master());
    Bytes ours = good();
    const std::uint64_t from = draft_.index.chunks[1].offset;
    ASSERT_EQ(from, other.index.chunks[1].offset);
    std::copy_n(theirs.begin() + static_cast<std::ptrdiff_t>(from),
                record_bytes(draft_.header, 100),
                ours.begin() + static_cast<std::ptrdiff_t>(from));
    EXPECT_EQ(verify_code(ours), kDamaged);
    EXPECT_EQ(restore_code(ours), kDamaged);
  }
}

TEST_P(Damage, ByAnIndexOfAnotherKeyIsNoticed) {
  if (GetParam() == Cipher::none) GTEST_SKIP() << "there is no key";
  Bytes bytes = good();
  // Right lengths, right xxh64 of the trailer; sealed with a key of their own.
  bytes.resize(
      draft_.index.chunks[2].offset +
      record_bytes(draft_.header, draft_.index.chunks[2].stored_bytes));
  const ContainerKeys forged(draft_.header, samples::secret(66));
  EXPECT_EQ(verify_code(draft_.with_index(bytes, forged)), kDamaged);
  EXPECT_EQ(verify_code(draft_.with_index(
                bytes, ContainerKeys(draft_.header, master()))),
            0);
}

TEST_P(Damage, IsNotWhatAWrongKeyIs) {
  if (GetParam() == Cipher::none) GTEST_SKIP() << "there is no key";
  EXPECT_EQ(verify_code(draft_.seal(samples::secret(66))),
            static_cast<int>(FailureKind::permission));
}

TEST_P(Damage, OfAFilesChecksumIsNoticed) {
  draft_.index.items[2].checksum[0] ^= std::byte{1};
  EXPECT_EQ(verify_code(good()), kDamaged);
  EXPECT_EQ(restore_code(good()), kDamaged);
}

TEST_P(Damage, ByAHostileIndexIsRefused) {
  using Edit = void (*)(Index&);
  const Edit edits[] = {
      [](Index& index) { index.items[2].path = "root/../../escaped"; },
      [](Index& index) { index.items[2].path = "/escaped"; },
      [](Index& index) { index.items[2].path = "root/sub//long"; },
      [](Index& index) { index.items[2].path = "root/./long"; },
      [](Index& index) { index.items[2].path = "root/link/long"; },
      [](Index& index) { index.items[2].path = "root/none/long"; },
      [](Index& index) { index.items[2].path = "root/empty"; },
      [](Index& index) { index.items[2].path = "root/"; },
      [](Index& index) { index.items[2].path = "other"; },
      [](Index& index) { index.items[2].path = std::string("root/a\0b", 8); },
      [](Index& index) { index.items[0].path = ".."; },
      [](Index& index) { index.items[0].path = ""; },
      [](Index& index) { index.items[6].target = std::string("a\0b", 3); },
      [](Index& index) { index.items[2].size = 169; },
      [](Index& index) { index.items[2].size = ~0ull; },
      [](Index& index) { index.items[2].mode = 0100644; },
      [](Index& index) { index.items[2].error = -1; },
      [](Index& index) { index.items[2].segments[0].chunk = 3; },
      [](Index& index) { index.items[2].segments[0].chunk_offset = ~0u; },
      [](Index& index) { index.items[2].segments[0].bytes = 81; },
      [](Index& index) { index.items[2].segments[0].bytes = 0; },
      [](Index& index) { index.items[2].segments[1].file_offset = 79; },
      [](Index& index) { index.items[2].segments[1].file_offset = ~0ull; },
      [](Index& index) { index.items[2].segments[0].chunk_offset = 19; },
      [](Index& index) {
        index.items[0].segments = {{0, 0, 1, 0}};
      },
      [](Index& index) { std::swap(index.items[1], index.items[2]); },
      [](Index& index) { ++index.chunks[1].offset; },
      [](Index& index) { index.chunks[1].offset = index.chunks[0].offset; },
      [](Index& index) { index.chunks[1].raw_bytes = 101; },
      [](Index& index) { index.chunks[1].flags |= 4; },
      [](Index& index) { index.chunks[1].flags |= kLastChunk; },
      [](Index& index) { index.chunks.pop_back(); },
  };
  const Bytes bytes = good();
  const std::size_t end =
      draft_.index.chunks[2].offset +
      record_bytes(draft_.header, draft_.index.chunks[2].stored_bytes);
  const Bytes records(bytes.begin(),
                      bytes.begin() + static_cast<std::ptrdiff_t>(end));
  const ContainerKeys keys(draft_.header, master());
  for (std::size_t n = 0; n < std::size(edits); ++n) {
    Draft forged = draft_;
    edits[n](forged.index);
    const Bytes hostile = forged.with_index(records, keys);
    EXPECT_EQ(verify_code(hostile), kDamaged) << "edit " << n;
    EXPECT_EQ(restore_code(hostile), kDamaged) << "edit " << n;
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "escaped"));
}

}  // namespace
}  // namespace hb::pipeline

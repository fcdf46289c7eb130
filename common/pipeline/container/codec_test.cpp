#include "pipeline/container/codec.hpp"

#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <string>

#include "pipeline/container/samples.hpp"
#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

using samples::Bytes;
using samples::header_for;
using samples::noise;
using samples::secret;
using samples::some_text;

class Codec : public ::testing::TestWithParam<Cipher> {
 protected:
  Codec() : keys_(header_for(GetParam(), 1 << 20), secret(1)) {}

  Bytes seal(std::uint64_t index, bool last, const Bytes& raw,
             ChunkEntry& entry) {
    Bytes record(sealed_bound(keys_.header(), raw.size()));
    record.resize(sealer_.seal(index, last, raw, record, entry));
    return record;
  }
  Bytes open(std::uint64_t index, const ChunkEntry& entry, Bytes record) {
    Bytes into(entry.raw_bytes);
    const auto raw = opener_.open(index, entry, record, into);
    return {raw.begin(), raw.end()};
  }

  ContainerKeys keys_;
  Sealer sealer_{keys_};
  Opener opener_{keys_};
};

INSTANTIATE_TEST_SUITE_P(Ciphers, Codec,
                         ::testing::Values(Cipher::none, Cipher::aes_256_gcm,
                                           Cipher::xchacha20_poly1305));

TEST_P(Codec, OpensWhatItSealed) {
  for (const std::size_t size : {0u, 1u, 2u, 63u, 4096u, 100'000u, 1u << 20}) {
    for (const Bytes& raw : {some_text(size), noise(size, size)}) {
      ChunkEntry entry;
      const Bytes record = seal(5, size == 1, raw, entry);
      EXPECT_EQ(open(5, entry, record), raw) << size;
    }
  }
}

TEST_P(Codec, MakesNothingLongerThanItsBound) {
  ChunkEntry entry;
  const Bytes raw = noise(5000, 3);
  EXPECT_EQ(seal(0, false, raw, entry).size(),
            sealed_bound(keys_.header(), raw.size()));
  EXPECT_EQ(entry.flags, kStoredPlain);
  EXPECT_EQ(entry.stored_bytes, raw.size());
}

TEST_P(Codec, CompressesText) {
  ChunkEntry entry;
  EXPECT_LT(seal(0, true, some_text(5000), entry).size(), 1000u);
  EXPECT_EQ(entry.flags, kLastChunk);
}

TEST_P(Codec, NoticesEveryFlippedBit) {
  for (const Bytes& raw : {some_text(300), noise(40, 1)}) {
    ChunkEntry entry;
    const Bytes record = seal(1, false, raw, entry);
    for (std::size_t bit = 0; bit < 8 * record.size(); ++bit) {
      Bytes changed = record;
      changed[bit / 8] ^= std::byte{1} << static_cast<int>(bit % 8);
      EXPECT_THROW(open(1, entry, changed), Failure) << bit;
    }
  }
}

TEST_P(Codec, NoticesARecordInAnothersPlace) {
  ChunkEntry first, second;
  const Bytes raw = some_text(300);
  const Bytes one = seal(1, false, raw, first);
  const Bytes two = seal(2, false, raw, second);
  EXPECT_THROW(open(1, first, two), Failure);
  EXPECT_THROW(open(1, second, two), Failure);
}

TEST_P(Codec, NoticesAnOlderRecordOfTheSameChunk) {
  ChunkEntry older, newer;
  const Bytes record = seal(1, false, noise(300, 1), older);
  seal(1, false, noise(300, 2), newer);
  EXPECT_THROW(open(1, newer, record), Failure);
}

TEST_P(Codec, AllocatesNothingAChunk) {
  const Bytes large = some_text(1 << 20), small = some_text(3000);
  Bytes record(sealed_bound(keys_.header(), large.size()));
  ChunkEntry entry;
  sealer_.seal(0, false, large, record, entry);
  const auto before = ::mallinfo2();
  // WHY so many: zstd gives back what it has not needed for 128 chunks, where
  // the memory is its own.
  for (std::uint64_t n = 1; n < 300; ++n) {
    sealer_.seal(n, false, small, record, entry);
  }
  sealer_.seal(300, true, large, record, entry);
  const auto after = ::mallinfo2();
  EXPECT_EQ(before.uordblks, after.uordblks);
  EXPECT_EQ(before.hblkhd, after.hblkhd);
}

TEST(CodecWithKeys, RefusesAnothersRecord) {
  const Header header = header_for(Cipher::aes_256_gcm);
  Header other_salt = header;
  other_salt.salt[0] = std::byte{1};
  Header other_level = header;
  other_level.level = 9;
  const ContainerKeys ours(header, secret(1));
  const ContainerKeys others[] = {
      {header, secret(2)}, {other_salt, secret(1)}, {other_level, secret(1)}};
  for (const ContainerKeys& keys : others) {
    Bytes record(sealed_bound(header, 100)), into(100);
    ChunkEntry entry;
    record.resize(Sealer(ours).seal(0, true, some_text(100), record, entry));
    EXPECT_THROW(Opener(keys).open(0, entry, record, into), Failure);
  }
}

TEST(CodecWithKeys, HidesWhatTwoEqualChunksHaveInCommon) {
  const ContainerKeys keys(header_for(Cipher::aes_256_gcm), secret(1));
  Sealer sealer(keys);
  const Bytes raw = some_text(300);
  Bytes one(sealed_bound(keys.header(), 300)), two(one.size());
  ChunkEntry entry;
  one.resize(sealer.seal(0, true, raw, one, entry));
  two.resize(sealer.seal(0, true, raw, two, entry));
  EXPECT_NE(one, two);
}

TEST(CodecLevels, OfAllKindsWorkInTheirOwnMemory) {
  for (const int level : {1, 3, 6, 13, 16, 19}) {
    Header header = header_for(Cipher::none, 150'000);
    header.level = static_cast<std::uint8_t>(level);
    const ContainerKeys keys(header, {});
    Sealer sealer(keys);
    for (const std::size_t size : {1'000u, 20'000u, 150'000u}) {
      const Bytes raw = some_text(size);
      Bytes record(sealed_bound(header, size)), into(size);
      ChunkEntry entry;
      record.resize(sealer.seal(0, true, raw, record, entry));
      EXPECT_TRUE(
          std::ranges::equal(Opener(keys).open(0, entry, record, into), raw))
          << level << ", " << size;
    }
  }
}

}  // namespace
}  // namespace hb::pipeline

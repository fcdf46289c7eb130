#include "pipeline/container/index.hpp"

#include <gtest/gtest.h>

#include "pipeline/container/samples.hpp"
#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

using samples::Bytes;
using samples::header_for;
using samples::secret;

Index some_index() {
  Index index;
  index.chunks = {{.offset = 104, .raw_bytes = 9, .stored_bytes = 9},
                  {.offset = 145, .raw_bytes = 1, .stored_bytes = 1}};
  index.chunks[1].tag[3] = std::byte{3};
  index.items.push_back({.kind = ItemKind::directory,
                         .mode = 0755,
                         .mtime = -1,
                         .path = "root",
                         .target = {},
                         .segments = {}});
  index.items.push_back(
      {.kind = ItemKind::file,
       .mode = 0644,
       .size = 10,
       .path = "root/\xff\n",
       .target = {},
       .segments = {
           {.chunk = 0, .bytes = 9},
           {.chunk = 1, .chunk_offset = 0, .bytes = 1, .file_offset = 9}}});
  index.items.push_back({.kind = ItemKind::link,
                         .error = 13,
                         .path = "root/link",
                         .target = "../nowhere",
                         .segments = {}});
  return index;
}

TEST(Index, IsDecodedAsItWasEncoded) {
  for (const Index& index : {Index{}, some_index()}) {
    EXPECT_EQ(decode_index(encode_index(index)), index);
  }
}

TEST(Index, IsRefusedWhereverItIsCut) {
  const Bytes bytes = encode_index(some_index());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW(decode_index(std::span(bytes).first(size)), Failure) << size;
  }
}

TEST(Index, IsRefusedWithMoreEntriesThanItHasBytesFor) {
  Bytes bytes = encode_index(some_index());
  for (std::size_t n = 0; n < 8; ++n) bytes[n] = std::byte{0x7f};
  EXPECT_THROW(decode_index(bytes), Failure);
}

class SealedIndex : public ::testing::TestWithParam<Cipher> {
 protected:
  Index open(const Bytes& bytes) const {
    Bytes block(bytes.begin(), bytes.end() - kTrailerBytes);
    return open_index(keys_, std::span(bytes).last<kTrailerBytes>(), block);
  }

  ContainerKeys keys_{header_for(GetParam()), secret(1)};
};

INSTANTIATE_TEST_SUITE_P(Ciphers, SealedIndex,
                         ::testing::Values(Cipher::none, Cipher::aes_256_gcm,
                                           Cipher::xchacha20_poly1305));

TEST_P(SealedIndex, IsOpenedAsItWasSealed) {
  const Bytes bytes = seal_index(keys_, some_index(), 200);
  EXPECT_EQ(open(bytes), some_index());
  EXPECT_EQ(
      decode_trailer(std::span(bytes).last<kTrailerBytes>(), 200 + bytes.size())
          .index_offset,
      200u);
}

TEST_P(SealedIndex, ShowsEveryFlippedBit) {
  const Bytes bytes = seal_index(keys_, some_index(), 200);
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    Bytes changed = bytes;
    changed[bit / 8] ^= std::byte{1} << static_cast<int>(bit % 8);
    EXPECT_THROW(open(changed), Failure) << bit;
  }
}

TEST_P(SealedIndex, OfManyEqualItemsIsStillBounded) {
  Index index;
  index.items.assign(
      3000, {.path = std::string(4000, 'x'), .target = {}, .segments = {}});
  EXPECT_EQ(open(seal_index(keys_, index, 200)), index);
}

}  // namespace
}  // namespace hb::pipeline

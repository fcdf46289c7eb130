#include "pipeline/scenarios/text_data.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "pipeline/container/codec.hpp"

namespace hb::pipeline {
namespace {

std::vector<std::byte> some_data(std::uint64_t seed, std::size_t bytes,
                                 std::size_t piece) {
  TextData data(seed);
  std::vector<std::byte> all(bytes);
  for (std::size_t at = 0; at < bytes; at += piece) {
    data.fill(std::span(all).subspan(at, std::min(piece, bytes - at)));
  }
  return all;
}

TEST(TextData, IsTheSameForTheSameSeedInWhateverPieces) {
  EXPECT_EQ(some_data(7, 5000, 5000), some_data(7, 5000, 13));
}

TEST(TextData, IsAnotherForAnotherSeed) {
  EXPECT_NE(some_data(7, 5000, 5000), some_data(8, 5000, 5000));
}

TEST(TextData, CompressesLikeText) {
  constexpr std::uint32_t kBytes = 1 << 20;
  Header header;
  header.compressed = true;
  header.level = 3;
  header.largest_chunk = kBytes;
  const ContainerKeys keys(header, Secret());
  std::vector<std::byte> record(sealed_bound(header, kBytes));
  ChunkEntry entry;
  const std::size_t stored =
      Sealer(keys).seal(0, true, some_data(1, kBytes, kBytes), record, entry);
  EXPECT_GT(kBytes, 2 * stored);
  EXPECT_LT(kBytes, 3 * stored);
}

}  // namespace
}  // namespace hb::pipeline

#include "marc/record_cutter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "marc/record_generator.hpp"

namespace hb::marc {
namespace {

const std::string kSmall = encode({{"001", "hb1"}});

TEST(RecordCutter, AsksForMoreUntilATerminatorIsThere) {
  for (std::size_t size = 1; size < kSmall.size(); ++size) {
    EXPECT_FALSE(first_piece(kSmall.substr(0, size), false));
  }
  EXPECT_EQ(first_piece(kSmall, false)->size, kSmall.size());
}

TEST(RecordCutter, TakesAPartialLastRecordForAPieceOfItsOwn) {
  const auto cut = first_piece(kSmall.substr(0, 20), true);
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->size, 20u);
  EXPECT_EQ(cut->kind, Cut::Kind::unterminated);
}

TEST(RecordCutter, DecidesOnAWindowAtTheLatest) {
  const std::string garbage(kCutterWindow, 'x');
  EXPECT_FALSE(first_piece(garbage.substr(1), false));
  EXPECT_EQ(first_piece(garbage, false)->size, kLargestRecord);
}

// The sizes of the pieces, when `step` bytes more are read at a time.
std::vector<std::size_t> sizes(std::string_view stream, std::size_t step) {
  std::vector<std::size_t> result;
  std::size_t begin = 0;
  std::size_t end = 0;
  for (;;) {
    const std::string_view seen = stream.substr(begin, end - begin);
    const bool is_all = end == stream.size();
    if (const auto cut = first_piece(seen, is_all)) {
      result.push_back(cut->size);
      begin += cut->size;
    } else if (is_all) {
      return result;
    } else {
      end = std::min(end + step, stream.size());
    }
  }
}

TEST(RecordCutter, CutsTheSameHoweverMuchIsReadAtATime) {
  std::mt19937_64 engine(7);
  std::string stream = generate_records(7, 40);
  for (int n = 0; n < 12; ++n) {
    stream[engine() % stream.size()] = static_cast<char>(engine() % 32);
  }
  // A terminator between one window and two: 64 KiB at a time must not see
  // further than a byte at a time.
  stream += std::string(230'000, '0') + generate_records(8, 40);
  const auto whole = sizes(stream, stream.size());
  for (const std::size_t step : {509u, 4'096u, 65'536u, 150'000u}) {
    EXPECT_EQ(sizes(stream, step), whole) << step;
  }
}

}  // namespace
}  // namespace hb::marc

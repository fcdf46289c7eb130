#include "marc/record_reader.hpp"

#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <vector>

#include "marc/record.hpp"
#include "marc/record_generator.hpp"

namespace hb::marc {
namespace {

// Reads the whole stream, and checks that no byte of it is lost or moved.
std::vector<Piece> pieces(const std::string& stream) {
  std::istringstream input(stream);
  RecordReader reader(input);
  std::vector<Piece> result;
  std::string together;
  while (auto piece = reader.next()) {
    EXPECT_EQ(piece->offset, together.size());
    EXPECT_FALSE(piece->bytes.empty());
    EXPECT_EQ(piece->is_record(), problem(piece->bytes).empty());
    together += piece->bytes;
    result.push_back(std::move(*piece));
  }
  EXPECT_TRUE(together == stream);
  return result;
}

const std::string kRecord = encode({{"001", "hb1"}});

TEST(RecordReader, FindsNothingInAnEmptyStream) {
  EXPECT_TRUE(pieces("").empty());
}

TEST(RecordReader, SplitsAStreamIntoItsRecords) {
  const auto found = pieces(generate_records(7, 500));
  ASSERT_EQ(found.size(), 500u);
  for (const Piece& piece : found) EXPECT_EQ(piece.problem, "");
}

TEST(RecordReader, ReportsALengthThatIsWrongAndGoesOn) {
  std::string damaged = kRecord;
  damaged.erase(damaged.size() - 3, 1);
  const auto found = pieces(kRecord + damaged + kRecord);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_TRUE(found[0].is_record());
  EXPECT_EQ(found[1].offset, 42u);
  EXPECT_EQ(found[1].problem,
            "the leader says 42 bytes, the terminator comes after 41");
  EXPECT_TRUE(found[2].is_record());
}

TEST(RecordReader, KeepsTheRecordBehindALineBreak) {
  const auto found = pieces(kRecord + "\r\n" + kRecord + "\n");
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[1].bytes, "\r\n");
  EXPECT_TRUE(found[2].is_record());
  EXPECT_EQ(found[3].problem, "there is no record terminator");
}

TEST(RecordReader, KeepsTheRecordBehindOneThatIsCutShort) {
  const auto found = pieces(kRecord.substr(0, 30) + kRecord);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].bytes.size(), 30u);
  EXPECT_FALSE(found[0].is_record());
  EXPECT_TRUE(found[1].is_record());
}

TEST(RecordReader, ReportsARecordCutShortByTheEnd) {
  const auto found = pieces(kRecord + kRecord.substr(0, 30));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[1].offset, 42u);
  EXPECT_EQ(found[1].problem, "there is no record terminator");
}

TEST(RecordReader, ReportsADirectoryThatNamesNoField) {
  std::string damaged = kRecord;
  damaged.replace(27, 4, "9999");
  const auto found = pieces(damaged + kRecord);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_FALSE(found[0].is_record());
  EXPECT_TRUE(found[1].is_record());
}

TEST(RecordReader, KeepsALargestRecordBehindLongGarbage) {
  const std::string largest = encode({{"500", std::string(9'998, 'a')},
                                      {"500", std::string(9'998, 'b')},
                                      {"500", std::string(9'998, 'c')},
                                      {"500", std::string(9'998, 'd')},
                                      {"500", std::string(9'998, 'e')},
                                      {"500", std::string(9'998, 'f')},
                                      {"500", std::string(9'998, 'g')},
                                      {"500", std::string(9'998, 'h')},
                                      {"500", std::string(9'998, 'i')},
                                      {"500", std::string(9'861, 'j')}});
  ASSERT_EQ(largest.size(), kLargestRecord);
  for (std::size_t garbage :
       {1u, 50'000u, 99'998u, 99'999u, 100'000u, 400'000u}) {
    const auto found = pieces(std::string(garbage, '0') + largest + kRecord);
    ASSERT_GE(found.size(), 3u);
    EXPECT_TRUE(found.end()[-2].is_record());
    EXPECT_EQ(found.end()[-2].offset, garbage);
    EXPECT_TRUE(found.end()[-1].is_record());
  }
}

TEST(RecordReader, LosesNoByteOfAnyDamagedStream) {
  std::mt19937_64 engine(7);
  const std::string stream = generate_records(7, 20);
  for (int i = 0; i < 200; ++i) {
    std::string damaged = stream;
    for (int k = 0; k < 5; ++k) {
      const std::size_t place = engine() % damaged.size();
      switch (engine() % 3) {
        case 0:
          damaged.erase(place, 1 + engine() % 40);
          break;
        case 1:
          damaged.insert(place, 1 + engine() % 40, '\x1d');
          break;
        default:
          damaged[place] = static_cast<char>(engine() % 256);
          break;
      }
    }
    pieces(damaged);  // checks
  }
}

}  // namespace
}  // namespace hb::marc

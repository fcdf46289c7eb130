#include "marc/record_generator.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "marc/record.hpp"

namespace hb::marc {
namespace {

TEST(RecordGenerator, MakesWellFormedRecords) {
  RecordGenerator generator(1);
  for (int i = 0; i < 1'000; ++i) EXPECT_EQ(problem(generator.next()), "");
}

TEST(RecordGenerator, MakesTheSameBytesFromTheSameSeed) {
  EXPECT_EQ(generate_records(1, 50), generate_records(1, 50));
  EXPECT_NE(generate_records(1, 50), generate_records(2, 50));
}

TEST(RecordGenerator, MakesTheSameBytesOnEveryMachine) {
  // FNV-1a: a change here changes what lessons print.
  std::uint64_t hash = 14'695'981'039'346'656'037u;
  for (const char byte : generate_records(7, 100)) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 1'099'511'628'211u;
  }
  EXPECT_EQ(hash, 18'190'448'238'950'477'876u);
}

TEST(RecordGenerator, GivesEachRecordATitleAndOneToFourSubjects) {
  RecordGenerator generator(1);
  for (int i = 0; i < 1'000; ++i) {
    const std::string record = generator.next();
    EXPECT_FALSE(title(record).empty());
    const auto found = subjects(record);
    EXPECT_GE(found.size(), 1u);
    EXPECT_LE(found.size(), 4u);
    EXPECT_EQ(std::set(found.begin(), found.end()).size(), found.size());
  }
}

TEST(RecordGenerator, NumbersItsRecordsFromOne) {
  RecordGenerator generator(1);
  EXPECT_EQ(fields(generator.next())[0], (Field{"001", "hb00000001"}));
  EXPECT_EQ(fields(generator.next())[0], (Field{"001", "hb00000002"}));
}

TEST(RecordGenerator, MakesSomeSubjectsFarMoreFrequent) {
  RecordGenerator generator(1);
  std::map<std::string, int> counts;
  for (int i = 0; i < 1'000; ++i) {
    for (const auto& subject : subjects(generator.next())) ++counts[subject];
  }
  EXPECT_EQ(counts.size(), 16u);
  EXPECT_GT(counts["Harbours"], 5 * counts["Ferries"]);
}

TEST(RecordGenerator, GivesThe008FieldItsFortyCharacters) {
  RecordGenerator generator(1);
  const Field field = fields(generator.next())[1];
  EXPECT_EQ(field.tag, "008");
  EXPECT_EQ(field.data.size(), 40u);
}

}  // namespace
}  // namespace hb::marc

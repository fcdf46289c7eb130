#include "pipeline/records/content_hash.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace hb::pipeline {
namespace {

std::uint64_t hash(std::vector<marc::FieldView> fields) {
  return content_hash(fields);
}

TEST(ContentHash, DependsOnEachPartOfEachFieldAndOnTheirOrder) {
  const std::uint64_t one = hash({{"001", "ab"}, {"002", "c"}});
  EXPECT_EQ(hash({{"001", "ab"}, {"002", "c"}}), one);
  EXPECT_NE(hash({{"001", "a"}, {"002", "bc"}}), one);
  EXPECT_NE(hash({{"001", "ab"}, {"003", "c"}}), one);
  EXPECT_NE(hash({{"002", "c"}, {"001", "ab"}}), one);
  EXPECT_NE(hash({{"001", "ab"}}), one);
}

TEST(ContentHash, DependsOnTheOrderOfWhatIsCombined) {
  const std::uint64_t one = combined_hash(combined_hash(0, 1), 2);
  const std::uint64_t other = combined_hash(combined_hash(0, 2), 1);
  EXPECT_NE(one, other);
}

}  // namespace
}  // namespace hb::pipeline

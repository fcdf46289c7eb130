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

TEST(HashOfHashes, DependsOnTheirOrder) {
  HashOfHashes one;
  one.add(1);
  one.add(2);
  HashOfHashes other;
  other.add(2);
  other.add(1);
  EXPECT_NE(one.value(), other.value());
}

}  // namespace
}  // namespace hb::pipeline

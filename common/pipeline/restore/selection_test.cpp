#include "pipeline/restore/selection.hpp"

#include <gtest/gtest.h>

#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

Index index_with(const std::vector<std::string>& paths) {
  Index index;
  for (const std::string& path : paths) {
    Item item;
    item.path = path;
    index.items.push_back(item);
  }
  return index;
}

std::vector<std::size_t> items(const Index& index, const std::string& only) {
  const Selection selection(index, only);
  return {selection.items().begin(), selection.items().end()};
}

using Numbers = std::vector<std::size_t>;

TEST(Selection, IsAnItemAndWhatIsBelowIt) {
  const Index index = index_with({"a", "a/b", "a/b/c", "a/bc"});
  EXPECT_EQ(items(index, "a/b"), (Numbers{1, 2}));
  EXPECT_EQ(items(index, "a/b/"), (Numbers{1, 2}));
}

TEST(Selection, TakesANameAsInspectShowsIt) {
  const Index index = index_with({"a", "a/line\nbreak", "a/\xff"});
  EXPECT_EQ(items(index, "a/line\\nbreak"), Numbers{1});
  EXPECT_EQ(items(index, "a/line\nbreak"), Numbers{1});
  EXPECT_EQ(items(index, "a/\\xff"), Numbers{2});
}

TEST(Selection, PrefersTheNameThatIsMeantExactly) {
  const Index index = index_with({"a", "a/\n", "a/\\n"});
  EXPECT_EQ(items(index, "a/\\n"), Numbers{2});
}

TEST(Selection, RefusesWhatIsNotThere) {
  const Index index = index_with({"a", "a/b"});
  EXPECT_THROW(Selection(index, "b"), Failure);
}

}  // namespace
}  // namespace hb::pipeline

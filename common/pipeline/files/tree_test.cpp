#include "pipeline/files/tree.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stop_token>
#include <string>
#include <vector>

#include "pipeline/failure.hpp"
#include "pipeline/files/scratch_folder.hpp"

namespace hb::pipeline {
namespace {

class TreeTest : public ::testing::Test {
 protected:
  static std::vector<std::string> paths(const Tree& tree) {
    std::vector<std::string> all;
    for (const Entry& entry : tree.entries) all.push_back(entry.item.path);
    return all;
  }

  const ScratchFolder folder_;
  const std::filesystem::path root_ = folder_.folder("root");
};

TEST_F(TreeTest, NamesParentsBeforeChildrenAndNeighboursInOrder) {
  std::filesystem::create_directories(root_ / "b/d");
  std::ofstream(root_ / "c") << "x";
  std::ofstream(root_ / "a\xff\n") << "x";
  std::ofstream(root_ / "b/d/e") << "xyz";
  const Tree tree = walk(root_);
  EXPECT_EQ(paths(tree),
            (std::vector<std::string>{"root", "root/a\xff\n", "root/b",
                                      "root/c", "root/b/d", "root/b/d/e"}));
  for (std::size_t n = 1; n < tree.entries.size(); ++n) {
    const Entry& entry = tree.entries[n];
    EXPECT_LT(entry.parent, n);
    EXPECT_EQ(tree.entries[entry.parent].item.path + "/",
              entry.item.path.substr(0, entry.name));
  }
  EXPECT_EQ(tree.total_bytes(), 5U);
  EXPECT_EQ(tree.largest_bytes(), 3U);
}

TEST_F(TreeTest, FollowsNoLinkBelowTheInput) {
  std::filesystem::create_directory_symlink(root_, root_ / "loop");
  const Tree tree = walk(root_);
  ASSERT_EQ(tree.entries.size(), 2U);
  EXPECT_EQ(tree.entries[1].item.kind, ItemKind::link);
  EXPECT_EQ(tree.entries[1].item.target, root_.native());
}

TEST_F(TreeTest, TakesALinkToTheInputByItsOwnName) {
  std::filesystem::create_directory_symlink(root_, folder_ / "name");
  EXPECT_EQ(walk(folder_ / "name/").entries[0].item.path, "name");
}

TEST_F(TreeTest, LeavesOutWhatIsNeitherFileNorFolderNorLink) {
  ASSERT_EQ(::mkfifo((root_ / "pipe").c_str(), 0600), 0);
  const Tree tree = walk(root_);
  EXPECT_EQ(tree.entries.size(), 1U);
  EXPECT_EQ(tree.skipped, 1U);
}

TEST_F(TreeTest, LeavesOutWhatTheRunWritesItself) {
  std::ofstream(root_ / "out") << "x";
  std::filesystem::create_directory(root_ / "below");
  std::ofstream(root_ / "below/out") << "y";
  const Tree tree = walk(root_, {root_ / "below/../out", "/nothing/there"});
  EXPECT_EQ(paths(tree),
            (std::vector<std::string>{"root", "root/below", "root/below/out"}));
}

TEST_F(TreeTest, DoesNotTakeAFileThatIsMadeAsItIsReadForAnEmptyOne) {
  ASSERT_EQ(std::filesystem::file_size("/proc/version"), 0U);
  EXPECT_EQ(walk("/proc/version").entries[0].item.error, ESTALE);
}

TEST_F(TreeTest, GoesDeeperThanAPathMayBeLong) {
  const std::string name(250, 'd');
  int at = ::open(root_.c_str(), O_PATH | O_DIRECTORY);
  for (int n = 0; n < 20; ++n) {
    ASSERT_EQ(::mkdirat(at, name.c_str(), 0755), 0);
    const int below = ::openat(at, name.c_str(), O_PATH | O_DIRECTORY);
    ::close(at);
    at = below;
  }
  ::close(at);
  const Tree tree = walk(root_);
  ASSERT_EQ(tree.entries.size(), 21U);
  for (const Entry& entry : tree.entries) EXPECT_EQ(entry.item.error, 0);
}

TEST_F(TreeTest, EndsAtAStop) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(walk(root_, {}, stop.get_token()), Failure);
}

TEST_F(TreeTest, FailsWhereThereIsNoInput) {
  EXPECT_THROW(walk(root_ / "nothing"), Failure);
}

}  // namespace
}  // namespace hb::pipeline

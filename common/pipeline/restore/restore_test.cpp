#include "pipeline/restore/restore.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "pipeline/container/samples.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/files/scratch_folder.hpp"

namespace hb::pipeline {
namespace {

using samples::Bytes;
using samples::Draft;
using samples::MemoryFile;

class Restore : public ::testing::Test {
 protected:
  RestoreJob job(std::optional<std::string> only = {}) {
    return {.container = container_.path(),
            .directory = folder_ / "out",
            .only = std::move(only),
            .workers = 2,
            .key = {}};
  }
  int code_of_restore(const RestoreJob& job) {
    try {
      restore(job, metrics_);
      return 0;
    } catch (const Failure& failure) {
      return failure.exit_code();
    }
  }
  std::string content(const std::string& path) const {
    std::ifstream in(folder_ / "out" / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string packed(std::size_t chunk, std::size_t from,
                     std::size_t size) const {
    const Bytes& raw = draft_.chunks[chunk];
    return {reinterpret_cast<const char*>(raw.data()) + from, size};
  }
  std::string long_content() const {
    return packed(0, 20, 80) + packed(1, 0, 80) + packed(2, 0, 10);
  }

  const ScratchFolder folder_;
  Draft draft_ = samples::some_draft(Cipher::none);
  const MemoryFile container_{draft_.seal({})};
  Metrics metrics_{1, 1};
};

TEST_F(Restore, WritesWhatWasPacked) {
  const RestoreReport report = restore(job(), metrics_);
  EXPECT_EQ(content("root/sub/long"), long_content());
  EXPECT_EQ(content("root/small\n\xff"), packed(0, 0, 10));
  EXPECT_EQ(content("root/empty"), "");
  EXPECT_EQ(std::filesystem::read_symlink(folder_ / "out/root/link"),
            "sub/long");
  std::string holes(9000, '\0');
  holes.replace(4096, 10, packed(0, 10, 10));
  holes.replace(8000, 20, packed(1, 80, 20));
  EXPECT_EQ(content("root/holes"), holes);
  EXPECT_EQ(report.items.files, 4u);
  EXPECT_EQ(report.items.directories, 2u);
  EXPECT_EQ(report.items.links, 1u);
  EXPECT_EQ(report.raw_bytes, 210u);
}

TEST_F(Restore, SetsModesAndTimesOfFilesFoldersAndLinks) {
  restore(job(), metrics_);
  for (const Item& item : draft_.index.items) {
    if (item.error != 0) continue;
    struct stat status {};
    ASSERT_EQ(::lstat((folder_ / "out" / item.path).c_str(), &status), 0);
    EXPECT_EQ(status.st_mtim.tv_sec, 1'600'000'000) << item.path;
    EXPECT_EQ(status.st_mtim.tv_nsec, 123'456'789) << item.path;
    if (item.kind != ItemKind::link) {
      EXPECT_EQ(status.st_mode & 07777, item.mode) << item.path;
    }
  }
}

TEST_F(Restore, LeavesHolesWhereTheyWere) {
  draft_.index.items[5].size = 1ull << 32;
  const MemoryFile sparse(draft_.seal({}));
  RestoreJob all = job();
  all.container = sparse.path();
  restore(all, metrics_);
  struct stat status {};
  ASSERT_EQ(::stat((folder_ / "out/root/empty").c_str(), &status), 0);
  EXPECT_EQ(status.st_size, 1ll << 32);
  EXPECT_EQ(status.st_blocks, 0);
}

TEST_F(Restore, NamesWhatWasNotPackedAndRestoresTheRest) {
  const RestoreReport report = restore(job(), metrics_);
  EXPECT_EQ(report.missing, std::vector<std::string>{"root/failed"});
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out/root/failed"));
}

TEST_F(Restore, OfOneFileMakesItAndReadsItsChunksAlone) {
  const RestoreReport report = restore(job("root/small\n\xff"), metrics_);
  EXPECT_EQ(report.chunks, 1u);
  EXPECT_EQ(content("small\n\xff"), packed(0, 0, 10));
  restore(job("root/sub"), metrics_);
  EXPECT_EQ(content("sub/long"), long_content());
  EXPECT_EQ(code_of_restore(job("root/su")), 66);
}

TEST_F(Restore, ReplacesNothing) {
  std::filesystem::create_directories(folder_ / "out/root");
  EXPECT_EQ(code_of_restore(job()), 73);
  std::filesystem::rename(folder_ / "out/root", folder_ / "out/root.partial");
  EXPECT_EQ(code_of_restore(job()), 73);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "out/root.partial"));
}

TEST_F(Restore, LeavesNothingAfterAStop) {
  std::stop_source stop;
  stop.request_stop();
  try {
    restore(job(), metrics_, stop.get_token());
    ADD_FAILURE() << "no Failure";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::interrupted);
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out"));
}

TEST_F(Restore, OfAFolderWithoutWriteIsRemovedAfterAnError) {
  draft_.index.items[0].mode = 0500;
  draft_.index.items[2].checksum = {};
  const MemoryFile damaged(draft_.seal({}));
  RestoreJob all = job();
  all.container = damaged.path();
  EXPECT_EQ(code_of_restore(all), 65);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out"));
}

TEST_F(Restore, AndCompareAgree) {
  restore(job(), metrics_);
  const auto differences = compare(job(), folder_ / "out/root", metrics_);
  // The item that was not packed is not there.
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_EQ(differences[0].path, "root/failed");
}

TEST_F(Restore, AndCompareTellTheFirstByteThatDiffers) {
  restore(job(), metrics_);
  const auto root = folder_ / "out/root";
  const auto change = [&](const char* name, std::uint64_t offset) {
    const File file =
        File::open((root / name).string(), O_WRONLY, Stage::write);
    file.write(std::as_bytes(std::span("\x01", 1)), offset);
  };
  change("sub/long", 165);
  change("sub/long", 99);
  change("holes", 500);
  std::filesystem::remove(root / "empty");
  std::ofstream(root / "new");
  const auto differences = compare(job(), root, metrics_);
  std::vector<std::string> all;
  for (const Difference& one : differences) {
    all.push_back(one.path + " " + one.text);
  }
  for (const char* expected :
       {"root/sub/long differs at byte 99", "root/holes differs at byte 500",
        "root/empty is not there", "root/new is not in the container"}) {
    EXPECT_TRUE(std::ranges::count(all, expected) == 1) << expected;
  }
}

}  // namespace
}  // namespace hb::pipeline

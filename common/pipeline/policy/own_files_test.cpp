#include "pipeline/policy/own_files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "pipeline/failure.hpp"
#include "pipeline/files/scratch_folder.hpp"

namespace hb::pipeline {
namespace {

class OwnFiles : public ::testing::Test {
 protected:
  OwnFiles() {
    std::ofstream(folder_ / "in") << "x";
    files_.input = folder_ / "in";
    files_.output = folder_ / "out";
  }

  const ScratchFolder folder_;
  PackFiles files_;
};

TEST_F(OwnFiles, MayLieSideBySide) {
  files_.checkpoint = folder_ / "checkpoint";
  files_.metrics = folder_ / "metrics";
  files_.key = folder_ / "key";
  EXPECT_NO_THROW(check_differ(files_));
}

TEST_F(OwnFiles, AreNotTheInputByAnotherSpelling) {
  files_.output = folder_ / "." / "in";
  EXPECT_THROW(check_differ(files_), Failure);
}

TEST_F(OwnFiles, AreNotTheInputByALink) {
  std::filesystem::create_hard_link(folder_ / "in", folder_ / "again");
  files_.checkpoint = folder_ / "again";
  EXPECT_THROW(check_differ(files_), Failure);
}

TEST_F(OwnFiles, AreNotTheKey) {
  files_.key = files_.output;
  EXPECT_THROW(check_differ(files_), Failure);
}

TEST_F(OwnFiles, AreNotOneAnotherOnTheWayToTheirNames) {
  files_.metrics = folder_ / "out.partial";
  EXPECT_THROW(check_differ(files_), Failure);
}

TEST_F(OwnFiles, AreAllNamedForTheWalk) {
  files_.checkpoint = folder_ / "done";
  const auto all = written(files_);
  for (const char* const name : {"out", "out.partial", "done", "done.new"}) {
    EXPECT_EQ(std::ranges::count(all, folder_ / name), 1) << name;
  }
}

}  // namespace
}  // namespace hb::pipeline

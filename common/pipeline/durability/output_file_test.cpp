#include "pipeline/durability/output_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>

#include "pipeline/durability/folder.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/files/scratch_folder.hpp"

namespace hb::pipeline {
namespace {

namespace fs = std::filesystem;
using Existing = OutputFile::Existing;
using Partial = OutputFile::Partial;

class OutputFileTest : public testing::Test {
 protected:
  static void write(const OutputFile& output, const std::string& text,
                    std::uint64_t offset = 0) {
    output.file().write(std::as_bytes(std::span(text)), offset);
  }
  static std::string content(const fs::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void make(const fs::path& path, const std::string& text) {
    std::ofstream(path) << text;
  }
  // The kind of what the constructor throws, 0 for nothing.
  int kind_of_failure(Existing existing, Partial partial) {
    try {
      const OutputFile output(path_, existing, partial);
      return 0;
    } catch (const Failure& failure) {
      return failure.exit_code();
    }
  }

  const ScratchFolder folder_;
  const fs::path path_ = folder_ / "out";
  const fs::path partial_ = folder_ / "out.partial";
};

TEST_F(OutputFileTest, IsNotThereBeforeItIsCommitted) {
  OutputFile output(path_, Existing::refuse, Partial::fresh);
  write(output, "all of it");
  EXPECT_FALSE(fs::exists(path_));
  output.commit();
  EXPECT_EQ(content(path_), "all of it");
  EXPECT_FALSE(fs::exists(partial_));
}

TEST_F(OutputFileTest, LeavesNothingWithoutCommit) {
  {
    const OutputFile output(path_, Existing::refuse, Partial::fresh);
    write(output, "a part");
  }
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

TEST_F(OutputFileTest, KeepsWhatALaterRunResumes) {
  {
    OutputFile output(path_, Existing::refuse, Partial::fresh);
    write(output, "first, ");
    output.keep();
  }
  OutputFile output(path_, Existing::refuse, Partial::resume);
  write(output, "second", 7);
  output.commit();
  EXPECT_EQ(content(path_), "first, second");
}

TEST_F(OutputFileTest, HasNothingToResumeWhereNothingWasKept) {
  EXPECT_EQ(kind_of_failure(Existing::refuse, Partial::resume), 66);
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

TEST_F(OutputFileTest, BeginsAnewOverAPartialFileThatAKillLeft) {
  make(partial_, "HBPIPE\r\n from before, and longer");
  OutputFile output(path_, Existing::refuse, Partial::fresh);
  write(output, "new");
  output.commit();
  EXPECT_EQ(content(path_), "new");
}

TEST_F(OutputFileTest, TakesOverNoFileThatNoPackLeft) {
  make(partial_, "half a film");
  EXPECT_EQ(kind_of_failure(Existing::refuse, Partial::fresh), 73);
  EXPECT_EQ(content(partial_), "half a film");
}

TEST_F(OutputFileTest, TakesOverNoFileThatHasAnotherName) {
  make(folder_ / "precious", "HBPIPE\r\n and more");
  fs::create_hard_link(folder_ / "precious", partial_);
  EXPECT_EQ(kind_of_failure(Existing::refuse, Partial::fresh), 73);
  EXPECT_EQ(content(folder_ / "precious"), "HBPIPE\r\n and more");
}

TEST_F(OutputFileTest, RefusesAnOutputThatExists) {
  make(path_, "dear to somebody");
  EXPECT_EQ(kind_of_failure(Existing::refuse, Partial::fresh), 73);
  EXPECT_EQ(content(path_), "dear to somebody");
  EXPECT_FALSE(fs::exists(partial_));
}

TEST_F(OutputFileTest, RefusesAnOutputThatAppearsMeanwhile) {
  OutputFile output(path_, Existing::refuse, Partial::fresh);
  make(path_, "of another process");
  EXPECT_THROW(output.commit(), Failure);
  EXPECT_EQ(content(path_), "of another process");
}

TEST_F(OutputFileTest, ReplacesWhereItIsAskedTo) {
  make(path_, "old");
  OutputFile output(path_, Existing::replace, Partial::fresh);
  write(output, "new");
  EXPECT_EQ(content(path_), "old");
  output.commit();
  EXPECT_EQ(content(path_), "new");
}

TEST_F(OutputFileTest, ReplacesNoFolder) {
  fs::create_directory(path_);
  EXPECT_EQ(kind_of_failure(Existing::replace, Partial::fresh), 73);
}

TEST_F(OutputFileTest, LetsOneProcessWriteAtATime) {
  {
    const OutputFile first(path_, Existing::refuse, Partial::fresh);
    write(first, "first");
    EXPECT_EQ(kind_of_failure(Existing::refuse, Partial::fresh), 73);
    EXPECT_EQ(kind_of_failure(Existing::refuse, Partial::resume), 73);
    EXPECT_EQ(content(partial_), "first");
  }
  EXPECT_EQ(kind_of_failure(Existing::refuse, Partial::fresh), 0);
}

TEST_F(OutputFileTest, FollowsNoLinkThatSomebodyLaid) {
  make(folder_ / "precious", "precious");
  fs::create_symlink("precious", partial_);
  EXPECT_NE(kind_of_failure(Existing::refuse, Partial::fresh), 0);
  EXPECT_EQ(content(folder_ / "precious"), "precious");
}

TEST_F(OutputFileTest, ReplacesAFileByOneStepAndLeavesNothingElse) {
  make(path_, "old");
  const std::string text = "new";
  replace_file(path_, std::as_bytes(std::span(text)));
  EXPECT_EQ(content(path_), "new");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(OutputFileTest, KeepsTheOldFileWhereItCannotBeReplaced) {
  fs::create_directory(path_);
  const std::string text = "new";
  EXPECT_THROW(replace_file(path_, std::as_bytes(std::span(text))), Failure);
  EXPECT_TRUE(fs::is_directory(path_));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1);
}

}  // namespace
}  // namespace hb::pipeline

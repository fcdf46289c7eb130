#include "runner/bench/release_build.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "runner/catalog/temporary_exercise.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {
namespace {

namespace fs = std::filesystem;

class TestedProgram : public ::testing::Test {
 protected:
  TestedProgram() { fs::create_directories(workspace_.build / "bin"); }
  // Where a test has moved it, the folder is no longer the exercise's to
  // remove.
  ~TestedProgram() override { fs::remove_all(workspace_.root); }

  void build(const std::string& text) const {
    std::ofstream(workspace_.build / "bin/tool") << text;
  }
  fs::path offered() const {
    return workspace_.root / "build/release/bin/tool";
  }

  const TemporaryExercise folder_;
  Workspace workspace_ = folder_.workspace();
};

TEST_F(TestedProgram, IsOfferedWherePeopleLook) {
  build("tested");
  offer_tested_program(workspace_, "tool", "tool");
  EXPECT_EQ(read_file(offered()), "tested");
}

TEST_F(TestedProgram, IsOfferedAfterTheCheckoutHasMoved) {
  build("tested");
  offer_tested_program(workspace_, "tool", "tool");
  const fs::path moved = workspace_.root.string() + "-moved";
  fs::rename(workspace_.root, moved);
  workspace_.root = moved;
  EXPECT_EQ(read_file(offered()), "tested");
}

TEST_F(TestedProgram, LeavesAProgramThatSomebodyPutThere) {
  build("tested");
  fs::create_directories(offered().parent_path());
  std::ofstream(offered()) << "mine";
  offer_tested_program(workspace_, "tool", "tool");
  EXPECT_EQ(read_file(offered()), "mine");
}

TEST_F(TestedProgram, IsNotOfferedIfTheTestsHadNone) {
  offer_tested_program(workspace_, "tool", "tool");
  EXPECT_FALSE(fs::is_symlink(fs::symlink_status(offered())));
}

}  // namespace
}  // namespace hb::runner

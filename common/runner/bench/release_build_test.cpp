#include "runner/bench/release_build.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "runner/system/workspace.hpp"

namespace hb::runner {
namespace {

namespace fs = std::filesystem;

class TestedProgram : public ::testing::Test {
 protected:
  TestedProgram() {
    std::string name =
        (fs::temp_directory_path() / "hb-tested-XXXXXX").string();
    workspace_.root = ::mkdtemp(name.data());
    workspace_.build = workspace_.root / "build/dev";
    fs::create_directories(workspace_.build / "bin");
  }
  ~TestedProgram() override { fs::remove_all(workspace_.root); }

  void build(const std::string& text) const {
    std::ofstream(workspace_.build / "bin/tool") << text;
  }
  fs::path offered() const {
    return workspace_.root / "build/release/bin/tool";
  }

  Workspace workspace_;
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

#include "pipeline/scenarios/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

TEST(ScratchFolder, IsGoneWithAllThatIsInItAfterAnException) {
  std::filesystem::path path;
  try {
    const ScratchFolder scratch(std::nullopt, 1);
    path = scratch.path();
    std::ofstream(scratch.folder("inner") / "file") << "text";
    EXPECT_TRUE(std::filesystem::exists(path / "inner/file"));
    throw std::runtime_error("of the scenario");
  } catch (const std::runtime_error&) {
  }
  EXPECT_FALSE(path.empty() || std::filesystem::exists(path));
}

TEST(ScratchFolder, IsNotMadeWhereTheDiskHasTooLittleRoom) {
  try {
    const ScratchFolder scratch(std::nullopt, std::uint64_t{1} << 60);
    FAIL() << "there is no such disk";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.exit_code(), 73);
  }
}

}  // namespace
}  // namespace hb::pipeline

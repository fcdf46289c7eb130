#include "pipeline/files/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

TEST(ScratchFolder, IsGoneWithAllThatIsInItAfterAnException) {
  std::filesystem::path path;
  try {
    const ScratchFolder scratch;
    path = scratch.path();
    std::ofstream(scratch.folder("inner") / "file") << "text";
    EXPECT_TRUE(std::filesystem::exists(path / "inner/file"));
    throw std::runtime_error("of the scenario");
  } catch (const std::runtime_error&) {
  }
  EXPECT_FALSE(path.empty() || std::filesystem::exists(path));
}

TEST(ScratchFolder, IsAFailureWhereItCannotBeMade) {
  EXPECT_THROW(ScratchFolder("/nothing/there"), Failure);
}

}  // namespace
}  // namespace hb::pipeline

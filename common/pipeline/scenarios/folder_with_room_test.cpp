#include "pipeline/scenarios/folder_with_room.hpp"

#include <gtest/gtest.h>

#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

TEST(FolderWithRoom, IsNotMadeWhereTheDiskHasTooLittle) {
  try {
    const auto scratch = folder_with_room(std::nullopt, std::uint64_t{1} << 60);
    FAIL() << "there is no such disk";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.exit_code(), 73);
  }
}

}  // namespace
}  // namespace hb::pipeline

#include "pipeline/records/byte_source.hpp"

#include <gtest/gtest.h>

#include <array>

#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

TEST(FileSource, SaysWhyAFileCannotBeOpened) {
  try {
    FileSource source("/no/such/books.mrc");
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::no_input);
    EXPECT_EQ(failure.item(), "/no/such/books.mrc");
  }
}

TEST(FileSource, TakesAFailedReadForNoEnd) {
  FileSource folder("/");  // can be opened, and not read
  std::array<char, 8> some = {};
  EXPECT_THROW(folder.read(some), Failure);
}

}  // namespace
}  // namespace hb::pipeline

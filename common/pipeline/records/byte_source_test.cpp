#include "pipeline/records/byte_source.hpp"

#include <gtest/gtest.h>

#include <array>
#include <system_error>

namespace hb::pipeline {
namespace {

TEST(FileSource, SaysWhyAFileCannotBeOpened) {
  try {
    FileSource source("/no/such/books.mrc");
    FAIL();
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
    EXPECT_NE(std::string(error.what()).find("cannot open /no/such/books.mrc"),
              std::string::npos);
  }
}

TEST(FileSource, TakesAFailedReadForNoEnd) {
  FileSource folder("/");  // can be opened, and not read
  std::array<char, 8> some = {};
  EXPECT_THROW(folder.read(some), std::system_error);
}

}  // namespace
}  // namespace hb::pipeline

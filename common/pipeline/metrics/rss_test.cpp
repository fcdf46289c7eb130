#include "pipeline/metrics/rss.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>

namespace hb::pipeline {
namespace {

constexpr std::size_t kTouchedBytes = 32 << 20;

TEST(ResidentBytes, GrowByWhatIsTouched) {
  const std::uint64_t before = resident_bytes();
  const auto memory = std::make_unique_for_overwrite<char[]>(kTouchedBytes);
  std::memset(memory.get(), 1, kTouchedBytes);
  EXPECT_GE(resident_bytes(), before + kTouchedBytes / 2);
}

TEST(PeakResidentBytes, AreAtLeastWhatIsResident) {
  EXPECT_GT(resident_bytes(), 0U);
  // WHY half: the kernel counts a few pages later in one file than the other.
  EXPECT_GT(peak_resident_bytes(), resident_bytes() / 2);
}

}  // namespace
}  // namespace hb::pipeline

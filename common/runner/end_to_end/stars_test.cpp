// What check says of an accepted answer that does more than it must. The
// answers are in no other file.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "runner/end_to_end/temporary_workbook.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

constexpr const char* kFolder = "12_atomic_ordering/b_publish";

// Line 12 could be a release, line 13 relaxed, and the lock is in nobody's way.
constexpr const char* kTooStrong = R"(#pragma once
#include <atomic>
#include <mutex>
#include <optional>
namespace hb {
struct Forecast { int degrees = 0; int wind = 0; };
class Bulletin {
 public:
  void publish(Forecast forecast) {
    std::lock_guard lock(mutex_);
    forecast_ = forecast;
    is_published_.store(true);
    published_.fetch_add(1, std::memory_order_acq_rel);
  }
  std::optional<Forecast> look() const {
    if (!is_published_.load(std::memory_order_acquire)) return std::nullopt;
    return forecast_;
  }
 private:
  std::mutex mutex_;
  std::atomic<int> published_ = 0;
  Forecast forecast_;
  std::atomic<bool> is_published_ = false;
};
}  // namespace hb
)";

class Stars : public testing::Test {
 protected:
  Stars() : workbook_({kFolder}) {
    write_file(workbook_.root() / "exercises" / kFolder / "bulletin.hpp",
               kTooStrong);
  }

  static bool has(const ProcessResult& result, const std::string& words) {
    return result.output.find(words) != std::string::npos;
  }

  const TemporaryWorkbook workbook_;
};

TEST_F(Stars, SayWhatCouldBeWeakerAndWhatCouldGo) {
  const ProcessResult result = workbook_.workbook({"check", "12b"});
  EXPECT_EQ(result.exit_code, exit_code::kFine);
  for (const char* words :
       {"accepted: 12b publish",
        "star: one lock more than needed: without that of line 10",
        "star: line 12 could be weaker: release passes all",
        "star: line 13 could be weaker: relaxed passes all"}) {
    EXPECT_TRUE(has(result, words)) << words << "\n" << result.output;
  }
  EXPECT_FALSE(has(result, "line 16")) << result.output;
}

TEST_F(Stars, ComeBehindTheVerdictAsALineOfJson) {
  const ProcessResult result = workbook_.workbook({"check", "12b", "--json"});
  EXPECT_EQ(result.exit_code, exit_code::kFine);
  const auto verdict = result.output.find("\"event\":\"verdict\"");
  const auto stars = result.output.find("\"event\":\"stars\"");
  ASSERT_NE(verdict, std::string::npos) << result.output;
  ASSERT_NE(stars, std::string::npos) << result.output;
  EXPECT_LT(verdict, stars);
}

TEST_F(Stars, NeedNoSolutions) {
  std::filesystem::remove_all(workbook_.root() / "solutions");
  EXPECT_TRUE(
      has(workbook_.workbook({"check", "12b"}), "star: line 12 could be"));
}

TEST_F(Stars, AreForAcceptedAnswersOnly) {
  workbook_.edit(std::string("exercises/") + kFolder + "/bulletin.hpp",
                 "std::memory_order_acquire", "std::memory_order_relaxed");
  const ProcessResult result = workbook_.workbook({"check", "12b"});
  EXPECT_EQ(result.exit_code, exit_code::kRejected);
  EXPECT_FALSE(has(result, "star:")) << result.output;
}

}  // namespace
}  // namespace hb::runner

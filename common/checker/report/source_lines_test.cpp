#include "checker/report/source_lines.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "checker/report/fixtures/access_log.hpp"
#include "checker/report/fixtures/tea_house.hpp"
#include "checker/report/program_symbols.hpp"

namespace hb::checker {
namespace {

// The source line of the first access of `what`.
std::string line_of_first(LoggedAccess::What what, void (*body)()) {
  const ProgramSymbols symbols("/proc/self/exe");
  for (const LoggedAccess& access : logged(body)) {
    if (access.what != what) continue;
    const Place place = symbols.place_of(access.stack);
    EXPECT_EQ(place.short_file(), "tea_house.cpp");
    return symbols.source_line(place.file, place.line);
  }
  return "no such access";
}

TEST(SourceLines, NamesTheLineOfAnInlinedLibraryCall) {
  const std::string line =
      line_of_first(LoggedAccess::What::store, &tea_house::fill_the_kettle);
  EXPECT_NE(line.find("steam_level_.store("), line.npos) << line;
}

TEST(SourceLines, NamesTheLineOfAPlainWrite) {
  const std::string line = line_of_first(LoggedAccess::What::plain_write,
                                         &tea_house::fill_the_kettle);
  EXPECT_NE(line.find("spouts_[loudness % 4].drips ="), line.npos) << line;
}

TEST(SourceLines, NamesTheLineInsideALambda) {
  const std::string line = line_of_first(LoggedAccess::What::plain_write,
                                         &tea_house::count_the_sugar_lumps);
  EXPECT_NE(line.find("sugar_lumps += more"), line.npos) << line;
}

TEST(SourceLines, KnowsNothingOfAnUnknownAddress) {
  const ProgramSymbols symbols("/proc/self/exe");
  EXPECT_FALSE(symbols.place_of({{1, 0, {}}}).known());
  EXPECT_FALSE(symbols.place_of({}).known());
  EXPECT_EQ(symbols.source_line("/no/such/file", 3), "");
}

TEST(SourceLines, KnowsNothingWithoutAProgram) {
  const ProgramSymbols symbols("/no/such/program");
  EXPECT_FALSE(symbols.place_of({{0x401000, 0, {}}}).known());
  EXPECT_EQ(symbols.global_at(0x404000), "");
}

TEST(SourceLines, PassesOverLibrariesAndTheChecker) {
  EXPECT_TRUE(is_own_file("/home/me/answer/ring.hpp"));
  EXPECT_TRUE(is_own_file("/home/me/checker_club/ring.hpp"));
  EXPECT_FALSE(is_own_file("/usr/include/c++/12/atomic"));
  EXPECT_FALSE(is_own_file("/home/me/boost/lockfree/queue.hpp"));
  EXPECT_FALSE(is_own_file("/home/me/common/checker/region.hpp"));
  EXPECT_FALSE(is_own_file("/home/me/common/checker/shim/bits/atomic_wait.h"));
  EXPECT_FALSE(is_own_file(""));
}

TEST(SourceLines, AnswersForAWholeReportInTime) {
  const auto began = std::chrono::steady_clock::now();
  const ProgramSymbols symbols("/proc/self/exe");
  for (const LoggedAccess& access : logged(&tea_house::stack_the_trays)) {
    symbols.place_of(access.stack);
    symbols.global_at(access.address);
    symbols.local_at(access.address, access.stack);
    symbols.pointee_at(access.address, access.stack);
  }
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - began;
  // Generous: a sanitizer or a busy machine makes it three times as long.
  EXPECT_LT(took.count(), 1.0);
}

}  // namespace
}  // namespace hb::checker

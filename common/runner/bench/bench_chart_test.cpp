#include "runner/bench/bench_chart.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hb::runner {
namespace {

BenchRow chart_row(const std::string& way, double median) {
  BenchRow row;
  row.group = "channel/64";
  row.way = way;
  row.time = summarise({median * 0.9, median, median * 1.1});
  return row;
}

TEST(BenchAxis, IsLinearFromZeroWhereTheRowsAreAlike) {
  const std::vector<BenchRow> rows = {chart_row("a", 100), chart_row("b", 900)};
  const BenchAxis axis = axis_for(rows);
  EXPECT_FALSE(axis.is_logarithmic);
  EXPECT_EQ(axis.ticks, (std::vector<double>{0, 500, 1'000}));
  EXPECT_DOUBLE_EQ(axis.place(500), 50);
}

TEST(BenchAxis, IsLogarithmicBetweenPowersOfTenWhereTheyAreNot) {
  const std::vector<BenchRow> rows = {chart_row("a", 2), chart_row("b", 400)};
  const BenchAxis axis = axis_for(rows);
  EXPECT_TRUE(axis.is_logarithmic);
  EXPECT_EQ(axis.ticks, (std::vector<double>{1, 10, 100, 1'000}));
  EXPECT_NEAR(axis.place(10), 100.0 / 3, 1e-9);
}

TEST(BenchAxis, HasAPlaceForEverySample) {
  const std::vector<BenchRow> rows = {chart_row("a", 0.2),
                                      chart_row("b", 1'661'000)};
  const BenchAxis axis = axis_for(rows);
  EXPECT_GE(axis.place(0.18), 0);
  EXPECT_LE(axis.place(1'661'000 * 1.1), 100);
  EXPECT_EQ(axis.place(0), 0);
}

TEST(BenchChart, SaysWhatItShowsAndWhoIsWho) {
  std::vector<BenchRow> rows = {chart_row("locked", 700),
                                chart_row("yours", 350)};
  rows[0].naive = true;
  const std::string svg = bench_chart(rows, "one");
  EXPECT_NE(svg.find("aria-labelledby=\"one\""), svg.npos);
  EXPECT_NE(svg.find("<title id=\"one\">channel/64: bars of the medians, "
                     "linear axis from 0 ns to 800 ns"),
            svg.npos)
      << svg;
  EXPECT_NE(svg.find(">locked (naive)<"), svg.npos);
  EXPECT_NE(svg.find("class=\"bar yours\""), svg.npos);
  EXPECT_NE(svg.find(">350 ns<"), svg.npos);
}

TEST(BenchChart, HasAReasonInsteadOfABar) {
  std::vector<BenchRow> rows = {chart_row("locked", 700)};
  BenchRow failed;
  failed.way = "yours";
  failed.error = "lost a value";
  rows.push_back(failed);
  EXPECT_NE(bench_chart(rows, "one").find(">lost a value<"), std::string::npos);
  rows.erase(rows.begin());
  EXPECT_EQ(bench_chart(rows, "one"), "");
}

}  // namespace
}  // namespace hb::runner

#include "runner/bench/bench_page.hpp"

#include <gtest/gtest.h>

#include <string>

#include "runner/bench/bench_facts.hpp"
#include "runner/system/text.hpp"

namespace hb::runner {
namespace {

BenchSample page_sample(const std::string& name, double nanoseconds,
                        const std::string& error = "") {
  BenchSample sample;
  sample.name = name;
  sample.nanoseconds = nanoseconds;
  sample.error = error;
  return sample;
}

BenchReport report_of_two_programs() {
  BenchReport report;
  for (int n = 0; n < 9; ++n) {
    BenchOutput solution;
    solution.processors = "0 and 1";
    solution.samples = {page_sample("map<K>/locked/64", 700 + n),
                        page_sample("map<K>/shared/64", 701 + n),
                        page_sample("map<K>/broken/64", 1, "lost <one>"),
                        page_sample("map<K>/answer/64", 350 + n)};
    solution.samples[0].trials = 2;
    solution.samples[0].clean = 1;
    solution.samples[0].counters = {{"faults", 32}};
    report.add(BenchRole::solution, solution);
    report.add(BenchRole::yours,
               {"", {page_sample("map<K>/answer/64", 1'400 + n)}});
  }
  return report;
}

const BenchPage kPage = {.number = "07",
                         .title = "Channels & more",
                         .repetitions = 9,
                         .facts = {{"command", "./workbook bench 07"}},
                         .notes = {"Yours is <not> measured."},
                         .about = "Question  a < b?\n"};

bool page_has(const std::string& text) {
  return bench_page(kPage, report_of_two_programs()).find(text) !=
         std::string::npos;
}

TEST(BenchPage, IsTheSameForTheSameResults) {
  EXPECT_EQ(bench_page(kPage, report_of_two_programs()),
            bench_page(kPage, report_of_two_programs()));
}

TEST(BenchPage, EscapesWhatItIsGiven) {
  EXPECT_TRUE(page_has("<h1>Benchmark 07: Channels &amp; more</h1>"));
  EXPECT_TRUE(page_has(">map&lt;K&gt;/64</h2>"));
  EXPECT_TRUE(page_has("lost &lt;one&gt;"));
  EXPECT_TRUE(page_has("Yours is &lt;not&gt; measured."));
  EXPECT_TRUE(page_has("Question  a &lt; b?"));
  EXPECT_FALSE(page_has("<K>"));
}

TEST(BenchPage, NeedsNothingFromElsewhere) {
  for (const char* outside : {"http", "src=", "href=", "url(", "@import"}) {
    EXPECT_FALSE(page_has(outside)) << outside;
  }
}

TEST(BenchPage, ComparesWithTheNaiveAndWithTheSolution) {
  EXPECT_TRUE(page_has("locked <small>(naive)</small></th><td>704 ns</td>"));
  EXPECT_TRUE(page_has("1.00 <small>cannot tell</small>"));
  EXPECT_TRUE(page_has("1.99 <small>faster</small>"));
  EXPECT_TRUE(page_has("<tr class=\"yours\">"));
  EXPECT_TRUE(
      page_has("0.50 <small>slower</small><br><small>to the solution"
               "</small> 0.25 <small>slower</small>"));
}

TEST(BenchPage, ShowsTheSpreadAndWhatElseWasCounted) {
  EXPECT_TRUE(
      page_has("range\">702 ns</small> <small class=\"range\">to 706 ns<"));
  EXPECT_TRUE(
      page_has("range\">700 ns</small> <small class=\"range\">to 708 ns<"));
  EXPECT_TRUE(page_has("<th scope=\"col\">faults</th>"));
  EXPECT_TRUE(page_has("<td>32</td>"));
  EXPECT_TRUE(page_has("9 of 18 clean"));
}

TEST(BenchPage, PutsClaimsBesideMeasurementsAndComparesNothing) {
  BenchReport report;
  BenchOutput output;
  output.samples = {page_sample("spawn/thread", 14'278)};
  output.samples[0].label = "claimed 1-2 us";
  report.add(BenchRole::solution, output);
  const std::string page = bench_page(kPage, report);
  EXPECT_NE(page.find("<td>1-2 us</td><td>14.3 us</td>"), page.npos);
  EXPECT_EQ(page.find("(naive)"), page.npos);
  EXPECT_EQ(page.find(">speed<"), page.npos);
}

TEST(CommentAtTheHead, EndsWhereTheCommentEnds) {
  EXPECT_EQ(comment_at_the_head("// Benchmark 07\n//\n//   Run\n\n// no\n"),
            "Benchmark 07\n\n  Run\n");
}

TEST(CpuinfoValue, IsTheFirst) {
  const std::string text =
      "processor\t: 0\nmodel name\t: A: B\nmodel name : C\n";
  EXPECT_EQ(cpuinfo_value(text, "model name"), "A: B");
  EXPECT_EQ(cpuinfo_value(text, "model"), "");
}

}  // namespace
}  // namespace hb::runner

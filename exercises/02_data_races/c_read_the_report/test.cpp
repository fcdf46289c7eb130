// Tests of 02c. Every page takes 10 milliseconds, so a summary that was true at
// one moment has ten times as many milliseconds as pages. On real threads a
// reader rarely meets the moment between, hence the many runs.

#include "02_data_races/c_read_the_report/page_statistics.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::PageStatistics;
using hb::Summary;

TEST(ReadTheReport, AddsPagesAndTheirTime) {
  explore([] {
    PageStatistics statistics;
    EXPECT_EQ(statistics.summary().pages, 0);
    statistics.add_page(10);
    statistics.add_page(30);
    EXPECT_EQ(statistics.summary().pages, 2);
    EXPECT_EQ(statistics.summary().milliseconds, 40);
  });
}

TEST(ReadTheReport, CountAndTotalBelongTogether) {
  explore(
      [] {
        PageStatistics statistics;
        std::jthread worker([&] {
          statistics.add_page(10);
          statistics.add_page(10);
        });
        std::jthread progress_bar([&] {
          const Summary first = statistics.summary();
          EXPECT_EQ(first.milliseconds, 10 * first.pages);
          const Summary second = statistics.summary();
          EXPECT_EQ(second.milliseconds, 10 * second.pages);
        });
      },
      {.runs = 1000});
}

TEST(ReadTheReport, LosesNoPage) {
  explore([] {
    PageStatistics statistics;
    {
      std::jthread first([&] { statistics.add_page(10); });
      std::jthread second([&] { statistics.add_page(10); });
    }
    EXPECT_EQ(statistics.summary().pages, 2);
    EXPECT_EQ(statistics.summary().milliseconds, 20);
  });
}

TEST(ReadTheReport, ShowsAWorkerItsOwnPages) {
  explore(
      [] {
        PageStatistics statistics;
        const auto work = [&] {
          statistics.add_page(10);
          EXPECT_GE(statistics.summary().pages, 1);
        };
        std::jthread first(work);
        std::jthread second(work);
      },
      {.runs = 1000});
}

}  // namespace

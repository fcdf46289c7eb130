// The runs that the book reads are real ones, and of the dashboard as it is.

#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "pipeline/metrics/dashboard.hpp"
#include "pipeline/metrics/sample_views.hpp"
#include "pipeline/stored_run.hpp"

namespace hb::pipeline {
namespace {

// What is left of a dashboard without its figures and their units.
std::string layout_of(const std::string& text) {
  static const std::regex kBytes(R"([0-9.]+ [KMGT]?B)");
  static const std::regex kFigure(R"([0-9][0-9.,]*(?=[^0-9.,]|$))");
  return std::regex_replace(std::regex_replace(text, kBytes, "N bytes"),
                            kFigure, "N");
}

class BookDashboards : public ::testing::TestWithParam<const char*> {};

TEST_P(BookDashboards, HaveTheLayoutOfToday) {
  const std::string run = stored_run(GetParam());
  const auto first_line = run.find('\n');
  ASSERT_NE(first_line, std::string::npos);
  EXPECT_TRUE(run.starts_with("$ pipeline pack "));
  EXPECT_EQ(layout_of(run.substr(first_line + 1)),
            layout_of(dashboard(layout_sample())));
}

INSTANTIATE_TEST_SUITE_P(All, BookDashboards,
                         ::testing::Values("22_processors.txt", "22_reader.txt",
                                           "22_writer.txt", "22_limit.txt"));

}  // namespace
}  // namespace hb::pipeline

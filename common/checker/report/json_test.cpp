#include "checker/report/json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "checker/report/fixtures/executions.hpp"
#include "checker/report/svg.hpp"

namespace hb::checker {
namespace {

TEST(Json, HoldsTheVerdictOnOneLine) {
  const RelaxedRing ring;
  const Story story(ring.execution(), ring.symbols);
  const std::string line = json_verdict(story, std::nullopt);
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  const auto verdict = nlohmann::json::parse(line);
  EXPECT_EQ(verdict["schema"], 1);
  EXPECT_EQ(verdict["event"], "verdict");
  EXPECT_EQ(verdict["kind"], "race");
  EXPECT_EQ(verdict["test"], "SpscRing.CarriesTheValue");
  EXPECT_EQ(verdict["executions"], 3);
  EXPECT_EQ(verdict["failing"], 2);
  EXPECT_EQ(verdict["complete"], true);
  EXPECT_TRUE(verdict["replay"].get<std::string>().starts_with("cw1:"));
  const auto& step = verdict["steps"][3];
  EXPECT_EQ(step["thread"], "consumer");
  EXPECT_EQ(step["line"], 14);
  EXPECT_EQ(step["op"], "load");
  EXPECT_EQ(step["location"], "tail_");
  EXPECT_EQ(step["order"], "acquire");
  EXPECT_EQ(step["from"], 3);
  EXPECT_EQ(step["stale"], false);
  EXPECT_EQ(verdict["steps"][4]["racing"], true);
}

TEST(Json, IsWholeWithBytesThatAreNoText) {
  RelaxedRing ring;
  ring.builder.fail(Kind::failure, "\xff\xfe \"quoted\"\n", 1, 11);
  const Story story(ring.execution(), ring.symbols);
  EXPECT_NO_THROW({
    const auto verdict =
        nlohmann::json::parse(json_verdict(story, std::nullopt));
    EXPECT_EQ(verdict["kind"], "failure");
  });
}

TEST(Json, TellsAPassFromWhatWasNotSeenToTheEnd) {
  Coverage coverage;
  coverage.counts.executions = 243;
  coverage.unseen = {"a call of memcpy in libfoo.so with memory of the test"};
  auto verdict = nlohmann::json::parse(
      json_verdict(TestName{"A.B", "07a", "close"}, coverage));
  EXPECT_EQ(verdict["kind"], "accepted");
  EXPECT_EQ(verdict["exercise"], "07a");
  EXPECT_EQ(verdict["notes"].size(), 1u);
  coverage.counts.limit = "200000 executions";
  verdict = nlohmann::json::parse(
      json_verdict(TestName{"A.B", "", "close"}, coverage));
  EXPECT_EQ(verdict["kind"], "inconclusive");
  EXPECT_EQ(verdict["complete"], false);
}

TEST(Json, HoldsEachOutcomeWithAWitness) {
  Coverage coverage;
  coverage.counts.executions = 4;
  OutcomesSeen outcomes;
  outcomes.names = {"r1", "r2"};
  outcomes.all = {{{0, 0}, 1, "cw1:abc"}, {{1, -1}, 3, "cw1:def"}};
  const auto verdict = nlohmann::json::parse(
      json_verdict(TestName{"A.B", "12a", "predict"}, coverage, outcomes));
  EXPECT_EQ(verdict["names"], nlohmann::json({"r1", "r2"}));
  ASSERT_EQ(verdict["outcomes"].size(), 2u);
  EXPECT_EQ(verdict["outcomes"][1]["values"], nlohmann::json({1, -1}));
  EXPECT_EQ(verdict["outcomes"][1]["executions"], 3);
  EXPECT_EQ(verdict["outcomes"][1]["replay"], "cw1:def");

  const auto without = nlohmann::json::parse(
      json_verdict(TestName{"A.B", "12a", "predict"}, coverage));
  EXPECT_FALSE(without.contains("outcomes"));
}

TEST(Svg, IsCompleteInItself) {
  const RelaxedRing ring;
  const Story story(ring.execution(), ring.symbols);
  const std::string svg = svg_timeline(story);
  const auto holds = [&](const char* part) {
    return svg.find(part) != svg.npos;
  };
  EXPECT_TRUE(svg.starts_with("<svg xmlns="));
  EXPECT_TRUE(svg.ends_with("</svg>\n"));
  EXPECT_TRUE(holds("<title id=\"title\">race: ring_test"));
  EXPECT_TRUE(holds("Step 3, producer: store tail_ = 1"));
  EXPECT_TRUE(holds("prefers-color-scheme: dark"));
  EXPECT_TRUE(holds("class=\"arrow value\""));
  EXPECT_TRUE(holds("class=\"race\""));
  EXPECT_TRUE(holds("load tail_ -&gt; 0"));
  EXPECT_FALSE(holds("href"));
  EXPECT_FALSE(holds("<script"));
}

}  // namespace
}  // namespace hb::checker

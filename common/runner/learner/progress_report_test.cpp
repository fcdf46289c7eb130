#include "runner/learner/progress_report.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

Exercise exercise(const std::string& number, const std::string& id,
                  const std::string& title) {
  Exercise result;
  result.number = number;
  result.id = id;
  result.title = title;
  return result;
}

Report report_of(const std::string& learner, State state) {
  Progress progress;
  progress.entries["a.b"] = {state, "2026-03-01T10:15:00Z", 2};
  return make_report(learner,
                     {exercise("07a", "a.b", "Less & <more>"),
                      exercise("07b", "a.c", "Other")},
                     progress);
}

TEST(ProgressReport, HasEveryExercise) {
  const Report report = report_of("Ada", State::solved);
  ASSERT_EQ(report.exercises.size(), 2u);
  EXPECT_EQ(report.exercises[0].state, State::solved);
  EXPECT_EQ(report.exercises[1].state, State::untouched);
}

TEST(ProgressReport, HasTheDocumentedJson) {
  const auto json =
      nlohmann::json::parse(report_json(report_of("Ada", State::solved)));
  const nlohmann::json expected = {{"id", "a.b"},
                                   {"number", "07a"},
                                   {"title", "Less & <more>"},
                                   {"state", "solved"},
                                   {"since", "2026-03-01T10:15:00Z"},
                                   {"hints", 2}};
  EXPECT_EQ(json.at("schema"), 1);
  EXPECT_EQ(json.at("learner"), "Ada");
  EXPECT_EQ(json.at("exercises").at(0), expected);
  EXPECT_EQ(json.at("exercises").at(1).at("since"), "");
}

TEST(ProgressReport, IsReadAsItWasWritten) {
  const Report report = report_of("Ada", State::seen);
  const Report read = read_report(report_json(report), "ada.json");
  EXPECT_EQ(report_json(read), report_json(report));
}

TEST(ProgressReport, InJunitFailsWhatIsNotSolvedAndSkipsTheUntouched) {
  const std::string seen = report_junit(report_of("Ada", State::seen));
  EXPECT_NE(seen.find("failures=\"1\" skipped=\"1\""), std::string::npos);
  EXPECT_NE(seen.find("07a Less &amp; &lt;more&gt;"), std::string::npos);
  EXPECT_NE(seen.find("<failure message=\"seen\"/>"), std::string::npos);
  const std::string solved = report_junit(report_of("Ada", State::solved));
  EXPECT_NE(solved.find("failures=\"0\""), std::string::npos);
}

TEST(ProgressReport, OfAnotherShapeIsRefusedByName) {
  for (const char* text : {"", "[]", "{\"schema\":2}", "{\"schema\":1}",
                           "{\"schema\":1,\"learner\":7,\"exercises\":[]}"}) {
    try {
      read_report(text, "ada.json");
      FAIL() << text;
    } catch (const UserError& error) {
      EXPECT_EQ(error.code, exit_code::kWrongCall);
      EXPECT_TRUE(error.text.what.starts_with("ada.json"));
    }
  }
}

TEST(ClassReport, CountsByLearnerAndByExercise) {
  const auto json = nlohmann::json::parse(
      class_json({{"a.json", report_of("Ada", State::solved)},
                  {"b.json", report_of("Bob", State::started)}}));
  EXPECT_EQ(json.at("learners").at(1).at("learner"), "Bob");
  EXPECT_EQ(json.at("learners").at(1).at("started"), 1);
  EXPECT_EQ(json.at("learners").at(1).at("untouched"), 1);
  EXPECT_EQ(json.at("exercises").at(0).at("number"), "07a");
  EXPECT_EQ(json.at("exercises").at(0).at("solved"), 1);
  EXPECT_EQ(json.at("exercises").at(0).at("hints"), 4);
}

TEST(ClassReport, IsATableWithALineEach) {
  const std::string text =
      class_text({{"a.json", report_of("Ada", State::solved)}});
  EXPECT_EQ(text,
            "learner             solved  seen  started  untouched  hints\n"
            "Ada                      1     0        0          1      2\n"
            "\n"
            "exercise            solved  seen  started  untouched  hints\n"
            "07a  Less & <more>       1     0        0          0      2\n"
            "07b  Other               0     0        0          1      0\n");
}

TEST(ClassReport, RefusesTwoReportsOfOneLearner) {
  EXPECT_THROW(class_text({{"a.json", report_of("Ada", State::solved)},
                           {"b.json", report_of("Ada", State::seen)}}),
               UserError);
}

}  // namespace
}  // namespace hb::runner

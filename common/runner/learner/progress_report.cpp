#include "runner/learner/progress_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runner/system/markup.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

using nlohmann::json;

std::string dump(const json& value) {
  return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::size_t count(const Report& report, State state) {
  return static_cast<std::size_t>(
      std::count_if(report.exercises.begin(), report.exercises.end(),
                    [&](const auto& e) { return e.state == state; }));
}

std::string hints_text(int hints) {
  if (hints == 0) return "";
  return fmt::format("{} hint{}", hints, hints == 1 ? "" : "s");
}

}  // namespace

Report make_report(const std::string& learner,
                   const std::vector<Exercise>& exercises,
                   const Progress& progress) {
  Report report{learner, {}};
  for (const Exercise& exercise : exercises) {
    const auto found = progress.entries.find(exercise.id);
    const Progress::Entry entry =
        found == progress.entries.end() ? Progress::Entry{} : found->second;
    report.exercises.push_back({exercise.id, exercise.number, exercise.title,
                                entry.state, entry.since, entry.hints});
  }
  return report;
}

std::string report_text(const Report& report) {
  std::string text = report.learner + "\n";
  for (const ReportedExercise& exercise : report.exercises) {
    std::string line =
        fmt::format("  {}  {:<9}  {:<20}  {:<7}  {}", exercise.number,
                    name_of(exercise.state), exercise.since,
                    hints_text(exercise.hints), exercise.title);
    text += line + "\n";
  }
  return text + fmt::format("{} of {} exercises solved, {} seen\n",
                            count(report, State::solved),
                            report.exercises.size(),
                            count(report, State::seen));
}

std::string report_json(const Report& report) {
  json result = {{"schema", 1}, {"learner", report.learner}};
  result["exercises"] = json::array();
  for (const ReportedExercise& exercise : report.exercises) {
    result["exercises"].push_back({{"id", exercise.id},
                                   {"number", exercise.number},
                                   {"title", exercise.title},
                                   {"state", name_of(exercise.state)},
                                   {"since", exercise.since},
                                   {"hints", exercise.hints}});
  }
  return dump(result);
}

std::string report_junit(const Report& report) {
  const std::size_t failures =
      count(report, State::started) + count(report, State::seen);
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  text += fmt::format(
      "<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" skipped=\"{}\">\n",
      markup_text(report.learner), report.exercises.size(), failures,
      count(report, State::untouched));
  for (const ReportedExercise& exercise : report.exercises) {
    text += fmt::format("  <testcase classname=\"{}\" name=\"{} {}\"",
                        markup_text(exercise.id), exercise.number,
                        markup_text(exercise.title));
    switch (exercise.state) {
      case State::solved:
        text += "/>\n";
        break;
      case State::untouched:
        text += "><skipped/></testcase>\n";
        break;
      default:
        text += fmt::format("><failure message=\"{}\"/></testcase>\n",
                            name_of(exercise.state));
    }
  }
  return text + "</testsuite>\n";
}

Report read_report(const std::string& text, const std::string& file) {
  const auto fail = [&](const std::string& found) {
    throw UserError(exit_code::kWrongCall,
                    {file + " is no report", "",
                     found + " Expected what ./workbook report --json prints.",
                     "./workbook report --json > report.json"});
  };
  Report report;
  try {
    const json value = json::parse(text);
    if (value.at("schema") != 1) fail("Its schema is not 1.");
    report.learner = value.at("learner").get<std::string>();
    for (const json& exercise : value.at("exercises")) {
      report.exercises.push_back(
          {exercise.at("id"), exercise.at("number"), exercise.at("title"),
           state_named(exercise.at("state").get<std::string>())
               .value_or(State::untouched),
           exercise.at("since"), exercise.at("hints")});
    }
  } catch (const json::parse_error&) {
    fail("It is not JSON.");
  } catch (const json::exception&) {
    fail("A key is missing or has the wrong type.");
  }
  return report;
}

}  // namespace hb::runner

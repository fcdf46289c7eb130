// A class's table, made of the learners' reports.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "runner/learner/progress_report.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

struct Counts {
  std::map<State, int> of;
  int hints = 0;

  void add(const ReportedExercise& exercise) {
    ++of[exercise.state];
    hints += exercise.hints;
  }
};

struct ClassExercise {
  std::string id, number, title;
  Counts counts;
};

struct ClassTable {
  std::vector<std::pair<std::string, Counts>> learners;
  std::vector<ClassExercise> exercises;  // by number
};

void require_one_report_each(const std::vector<NamedReport>& reports) {
  std::map<std::string, std::string> file_of;
  for (const auto& [file, report] : reports) {
    const auto [known, is_new] = file_of.emplace(report.learner, file);
    if (is_new) continue;
    throw UserError(
        exit_code::kWrongCall,
        {fmt::format("two reports of \"{}\"", report.learner), "",
         fmt::format("{} and {}. Leave one out, or write another \"learner\" "
                     "into one.",
                     known->second, file),
         "./workbook report merge " + file});
  }
}

ClassTable table_of(const std::vector<NamedReport>& reports) {
  require_one_report_each(reports);
  ClassTable table;
  std::map<std::string, ClassExercise> by_id;
  for (const auto& [file, report] : reports) {
    Counts counts;
    for (const ReportedExercise& exercise : report.exercises) {
      counts.add(exercise);
      ClassExercise& known = by_id[exercise.id];
      known.id = exercise.id;
      known.number = exercise.number;
      known.title = exercise.title;
      known.counts.add(exercise);
    }
    table.learners.emplace_back(report.learner, counts);
  }
  for (const auto& [id, exercise] : by_id) table.exercises.push_back(exercise);
  const auto by_number = [](const auto& a, const auto& b) {
    return a.number < b.number;
  };
  std::sort(table.exercises.begin(), table.exercises.end(), by_number);
  return table;
}

std::string row(const std::string& name, std::size_t width, Counts counts) {
  return fmt::format("{:<{}}  {:>6}  {:>4}  {:>7}  {:>9}  {:>5}\n", name, width,
                     counts.of[State::solved], counts.of[State::seen],
                     counts.of[State::started], counts.of[State::untouched],
                     counts.hints);
}

std::string header(const std::string& name, std::size_t width) {
  return fmt::format("{:<{}}  {:>6}  {:>4}  {:>7}  {:>9}  {:>5}\n", name, width,
                     "solved", "seen", "started", "untouched", "hints");
}

nlohmann::json json_of(Counts counts) {
  nlohmann::json result = {{"hints", counts.hints}};
  for (const State state :
       {State::untouched, State::started, State::solved, State::seen}) {
    result[std::string(name_of(state))] = counts.of[state];
  }
  return result;
}

}  // namespace

std::string class_text(const std::vector<NamedReport>& reports) {
  const ClassTable table = table_of(reports);
  std::size_t width = 8;
  for (const auto& [learner, counts] : table.learners) {
    width = std::max(width, learner.size());
  }
  for (const ClassExercise& exercise : table.exercises) {
    width = std::max(width, exercise.number.size() + 2 + exercise.title.size());
  }
  std::string text = header("learner", width);
  for (const auto& [learner, counts] : table.learners) {
    text += row(learner, width, counts);
  }
  text += "\n" + header("exercise", width);
  for (const ClassExercise& exercise : table.exercises) {
    text +=
        row(exercise.number + "  " + exercise.title, width, exercise.counts);
  }
  return text;
}

std::string class_json(const std::vector<NamedReport>& reports) {
  const ClassTable table = table_of(reports);
  nlohmann::json result = {{"schema", 1}};
  result["learners"] = nlohmann::json::array();
  for (const auto& [learner, counts] : table.learners) {
    nlohmann::json entry = json_of(counts);
    entry["learner"] = learner;
    result["learners"].push_back(entry);
  }
  result["exercises"] = nlohmann::json::array();
  for (const ClassExercise& exercise : table.exercises) {
    nlohmann::json entry = json_of(exercise.counts);
    entry["id"] = exercise.id;
    entry["number"] = exercise.number;
    entry["title"] = exercise.title;
    result["exercises"].push_back(entry);
  }
  return result.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
         "\n";
}

}  // namespace hb::runner

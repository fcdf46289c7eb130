#include "runner/catalog/exercise_lint.hpp"
#include "runner/system/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

// What `dev new` left for the author.
void lint_blanks(const fs::path& file, const Workspace& workspace,
                 std::vector<std::string>& complaints) {
  std::istringstream lines(read_file(file));
  int number = 1;
  for (std::string line; std::getline(lines, line); ++number) {
    const auto at = line.find("FILL IN");
    if (at == line.npos) continue;
    complaints.push_back(fmt::format("{}:{}: {}", workspace.shown(file), number,
                                     line.substr(at)));
  }
}

// Every file in `folder` must be one of `known`.
void lint_folder(const fs::path& folder, const std::set<std::string>& known,
                 const Workspace& workspace,
                 std::vector<std::string>& complaints) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (known.contains(entry.path().filename().string())) continue;
    complaints.push_back("a file that belongs to nothing: " +
                         workspace.shown(entry.path()));
  }
}

}  // namespace

std::vector<std::string> lint(const Workspace& workspace,
                              const Exercise& exercise) {
  std::vector<std::string> complaints;
  const std::string check = "./workbook check " + exercise.number;
  std::size_t todos = 0;
  std::set<std::string> in_exercise = {"exercise.toml", "test.cpp"};
  std::set<std::string> in_solution = {"answers.toml"};
  if (exercise.kind == ExerciseKind::break_it) {
    in_exercise.insert("levels.toml");
  }
  if (exercise.kind == ExerciseKind::predict) {
    in_exercise.insert({"programs.hpp", "on_this_machine.cpp"});
  }
  for (const std::string& name : exercise.edit) {
    in_exercise.insert(name);
    in_solution.insert(name);
    todos += count_of(read_file(exercise.path / name), "TODO");
    const std::string solution =
        read_file(workspace.solutions / exercise.folder / name);
    if (count_of(solution, "WHY") == 0) {
      complaints.push_back("the solution says WHY nowhere in " + name);
    }
    if (count_of(solution, "TODO") != 0) {
      complaints.push_back("the solution has a TODO in " + name);
    }
  }
  if (todos != 1) {
    complaints.push_back(fmt::format("found {} TODOs, expected 1", todos));
  }
  const bool is_code = exercise.kind == ExerciseKind::code;
  const std::string starter = read_file(exercise.edited_file());
  const std::string comment = is_code ? "// " : "# ";
  for (const std::string& part :
       {comment + "Situation ", comment + "Task ", comment + "Rules ",
        comment + "Check ", std::string("edit below this line")}) {
    if (count_of(starter, part) != 1) {
      complaints.push_back(fmt::format("\"{}\" does not stand once in {}", part,
                                       exercise.edit.front()));
    }
  }
  if (count_of(starter, check) == 0) {
    complaints.push_back("the Check line does not say " + check);
  }
  const std::string include =
      fmt::format("#include \"{}/{}\"", exercise.folder, exercise.edit.front());
  if (is_code &&
      count_of(read_file(exercise.path / "test.cpp"), include) != 1) {
    complaints.push_back("test.cpp does not have the line " + include);
  }
  for (const std::string& name : in_exercise) {
    lint_blanks(exercise.path / name, workspace, complaints);
  }
  for (const std::string& name : in_solution) {
    lint_blanks(workspace.solutions / exercise.folder / name, workspace,
                complaints);
  }
  lint_folder(exercise.path, in_exercise, workspace, complaints);
  // Right answers with another algorithm are whole files.
  for (const auto& entry :
       fs::directory_iterator(workspace.solutions / exercise.folder)) {
    const std::string name = entry.path().filename().string();
    if (read_file(workspace.solutions / exercise.folder / "answers.toml")
            .find("\"" + name + "\"") != std::string::npos) {
      in_solution.insert(name);
    }
  }
  lint_folder(workspace.solutions / exercise.folder, in_solution, workspace,
              complaints);
  return complaints;
}

}  // namespace hb::runner

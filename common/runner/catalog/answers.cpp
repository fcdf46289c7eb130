#include "runner/catalog/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "runner/catalog/strict_toml.hpp"
#include "runner/system/text.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

// The one file that an edit belongs to: edits name no file, because nearly all
// exercises have one.
std::string& file_with(std::map<std::string, std::string>& files,
                       const std::string& replace, StrictTable& place) {
  std::size_t found = 0;
  std::string* holder = nullptr;
  for (auto& [name, text] : files) {
    const std::size_t count = count_of(text, replace);
    found += count;
    if (count > 0) holder = &text;
  }
  if (found != 1) {
    place.fail(fmt::format("an edit matches {} times", found),
               fmt::format("It must match exactly once in the solution: {}",
                           replace.substr(0, replace.find('\n'))));
  }
  return *holder;
}

Expectation read_expectation(StrictTable& table, const char* key) {
  const std::string text = table.text(key);
  if (const auto expectation = parse_expectation(text)) return *expectation;
  table.fail(fmt::format("\"{}\" is not a verdict", text),
             "Expected KIND in TEST, or build, or forbidden.", key);
}

Answer read_answer(StrictTable& table, bool right,
                   std::map<std::string, std::string> files,
                   const std::filesystem::path& folder) {
  Answer answer;
  answer.right = right;
  answer.name = table.name("name", "_");
  answer.thought = table.text("thought");
  if (!right) answer.expect = read_expectation(table, "expect");
  answer.files = std::move(files);
  if (const auto file = table.optional_text("file")) {
    answer.files.begin()->second = read_file(folder / *file);
  }
  for (StrictTable& edit : table.tables("edits")) {
    const std::string replace = edit.text("replace");
    std::string& text = file_with(answer.files, replace, edit);
    text.replace(text.find(replace), replace.size(), edit.text("with"));
    edit.expect_no_more();
  }
  table.expect_no_more();
  return answer;
}

std::vector<Survivor> read_survivors(StrictTable& file) {
  constexpr std::array<Survivor::Reason, 3> kReasons = {
      Survivor::Reason::equivalent, Survivor::Reason::costs,
      Survivor::Reason::untested};
  std::vector<Survivor> survivors;
  for (StrictTable& table : file.tables("survivor")) {
    Survivor survivor;
    survivor.mutant = table.text("mutant");
    survivor.note = table.text("note");
    const std::string reason = table.text("reason");
    const auto known =
        std::ranges::find(kReasons, reason, [](auto r) { return name_of(r); });
    if (known == kReasons.end()) {
      table.fail(fmt::format("unknown reason \"{}\"", reason),
                 "Expected equivalent, costs or untested.", "reason");
    }
    survivor.reason = *known;
    if (survivor.reason == Survivor::Reason::costs) {
      survivor.costs = table.text("costs");
    }
    table.expect_no_more();
    survivors.push_back(std::move(survivor));
  }
  return survivors;
}

std::vector<Unnoticed> read_unnoticed(StrictTable& file) {
  std::vector<Unnoticed> unnoticed;
  for (StrictTable& table : file.tables("unnoticed")) {
    unnoticed.push_back({table.text("what"), table.text("note")});
    table.expect_no_more();
  }
  return unnoticed;
}

}  // namespace

std::string_view name_of(Survivor::Reason reason) {
  switch (reason) {
    case Survivor::Reason::equivalent:
      return "equivalent";
    case Survivor::Reason::costs:
      return "costs";
    default:
      return "untested";
  }
}

std::map<std::string, std::string> read_solution(const Workspace& workspace,
                                                 const Exercise& exercise) {
  std::map<std::string, std::string> files;
  for (const std::string& name : exercise.edit) {
    files[name] = read_file(workspace.solutions / exercise.folder / name);
  }
  return files;
}

Answers read_answers(const Workspace& workspace, const Exercise& exercise) {
  const auto folder = workspace.solutions / exercise.folder;
  const auto path = folder / "answers.toml";
  const std::string shown = workspace.shown(path);
  const toml::table parsed = parse_toml(path, shown);
  StrictTable file(parsed, shown);
  const auto solution = read_solution(workspace, exercise);

  Answers answers;
  answers.unsolved = read_expectation(file, "unsolved");
  std::set<std::string> names;
  const auto read_all = [&](const char* key, bool right) {
    for (StrictTable& table : file.tables(key)) {
      answers.answers.push_back(read_answer(table, right, solution, folder));
      if (!names.insert(answers.answers.back().name).second) {
        table.fail(fmt::format("two answers are named \"{}\"",
                               answers.answers.back().name),
                   "Names are unique in an exercise.", "name");
      }
    }
  };
  read_all("wrong", false);
  read_all("right", true);
  answers.survivors = read_survivors(file);
  answers.unnoticed = read_unnoticed(file);
  file.expect_no_more();

  const auto count = [&](auto matches) {
    return std::count_if(answers.answers.begin(), answers.answers.end(),
                         matches);
  };
  // A prediction has one right answer: the solution.
  const int least_right = exercise.kind == ExerciseKind::predict ? 0 : 1;
  if (count([](const Answer& a) { return !a.right; }) < 3 ||
      count([](const Answer& a) { return a.right; }) < least_right) {
    file.fail("too few answers",
              least_right == 0
                  ? "At least three [[wrong]] are needed."
                  : "At least three [[wrong]] and one [[right]] are needed.");
  }
  return answers;
}

}  // namespace hb::runner

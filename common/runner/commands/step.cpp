// ./workbook step: be the scheduler of a test.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "runner/catalog/catalog.hpp"
#include "runner/catalog/levels.hpp"
#include "runner/commands/commands.hpp"
#include "runner/judge/breaks.hpp"
#include "runner/judge/checker_program.hpp"
#include "runner/judge/judge.hpp"
#include "runner/learner/starters.hpp"
#include "runner/step/step_plain.hpp"
#include "runner/step/step_terminal.hpp"
#include "runner/system/hand_over.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

std::vector<std::string> short_tests_of(const std::filesystem::path& program) {
  std::vector<std::string> tests = tests_of(program);
  for (std::string& test : tests) test.erase(0, test.find('.') + 1);
  return tests;
}

// The test that is meant by a name or a part of one.
std::string test_named(const std::string& name, const StepSubject& subject) {
  const std::string part = name.substr(name.find('.') + 1);
  std::vector<std::string> found;
  for (const std::string& test : subject.tests) {
    if (test == part) return test;
    if (test.find(part) != test.npos) found.push_back(test);
  }
  if (found.size() == 1) return found.front();
  std::string all;
  for (const std::string& test : found.empty() ? subject.tests : found) {
    all += (all.empty() ? "" : "\n") + test;
  }
  throw UserError(
      exit_code::kWrongCall,
      {fmt::format("{} \"{}\"",
                   found.empty() ? "no test" : "several tests have", name),
       "", (found.empty() ? "These are there:\n" : "Which of these?\n") + all,
       fmt::format("./workbook step {} {}", subject.exercise.number,
                   (found.empty() ? subject.tests : found).front())});
}

// Without a name: the first level that is not won, or the test that fails.
std::string first_test(const Workspace& workspace, const StepSubject& subject,
                       bool is_yours) {
  if (!subject.levels.empty()) {
    const auto answers = read_breaks(read_file(subject.breaks));
    for (const std::string& test : subject.tests) {
      const bool won = std::any_of(
          answers.begin(), answers.end(), [&](const BreakAnswer& answer) {
            return answer.level == test && !answer.text.empty();
          });
      if (!won) return test;
    }
  } else if (is_yours) {
    JudgeOptions options;
    options.on_real_threads = false;
    const Verdict verdict =
        Judge(workspace, subject.exercise).judge_yours(options);
    const auto failing =
        std::find(subject.tests.begin(), subject.tests.end(), verdict.test);
    if (failing != subject.tests.end()) return *failing;
  }
  return subject.tests.front();
}

}  // namespace

int step_command(const StepArguments& arguments) {
  const Workspace workspace = find_workspace();
  const Catalog catalog = read_catalog(workspace);
  keep_starters(workspace, catalog.exercises);
  StepSubject subject;
  subject.exercise = catalog.find(arguments.id);
  subject.options = checker_options_of(subject.exercise);
  const bool is_level = subject.exercise.kind == ExerciseKind::break_it;
  subject.program = built_checker(
      workspace, subject.exercise,
      {is_level ? "" : arguments.answer, arguments.solution && !is_level});
  subject.tests = short_tests_of(subject.program);
  if (is_level) {
    subject.levels = read_levels(workspace, subject.exercise);
    subject.tests.clear();
    for (const Level& level : subject.levels) {
      subject.tests.push_back(level.name);
    }
    subject.breaks = arguments.answer.empty()
                         ? subject.exercise.edited_file()
                         : std::filesystem::absolute(arguments.answer);
  }
  if (subject.tests.empty()) {
    throw UserError(exit_code::kBroken,
                    {subject.exercise.label() + " has no test", "", "",
                     "./workbook dev check " + subject.exercise.number});
  }
  const bool is_yours = arguments.answer.empty() && !arguments.solution;
  const std::string test = arguments.test.empty()
                               ? first_test(workspace, subject, is_yours)
                               : test_named(arguments.test, subject);
  StepGame game(subject, test);
  if (!is_interactive()) return step_plainly(game);
  const int code = StepTerminal(game).run();
  // What is left on the screen that was there before.
  fmt::print("{}, {}: {} steps\n", subject.exercise.label(), game.test(),
             game.state().moves.size());
  if (!game.message().empty()) fmt::print("  {}\n", game.message());
  if (!game.state().moves.empty()) {
    fmt::print("  try: {}\n",
               workspace.call("replay " + subject.exercise.number + " " +
                              game.state().code));
  }
  return code;
}

}  // namespace hb::runner

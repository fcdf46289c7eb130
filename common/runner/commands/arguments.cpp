#include "runner/commands/arguments.hpp"

#include <CLI/CLI.hpp>
#include <string>

#include "runner/commands/commands.hpp"
#include "runner/system/hand_over.hpp"
#include "runner/system/user_error.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {
namespace {

// What the chosen command will do; set by CLI11 while it parses.
using Action = std::function<int()>;

constexpr const char* kOwnExercises = "a folder of exercises of your own";

void add_check(CLI::App& app, Action& action) {
  static CheckArguments arguments;
  arguments = {};
  CLI::App* check = app.add_subcommand("check", "judge your answer");
  check->add_option("ID", arguments.ids, "exercises; the current one if none");
  check->add_option("--file", arguments.answer,
                    "judge this file in place of yours");
  check->add_option("--exercises", arguments.exercises, kOwnExercises);
  check->add_option("--link", "which judge: threads")
      ->check(CLI::IsMember({"threads"}));
  check->add_flag("--explain", arguments.explain,
                  "add the verdict in five sentences");
  check->add_flag("--json", arguments.json, "one JSON object a line");
  check->callback([&] { action = [] { return check_command(arguments); }; });
}

void add_list(CLI::App& app, Action& action) {
  static std::string exercises;
  exercises.clear();
  CLI::App* list = app.add_subcommand("list", "all lessons and exercises");
  list->add_option("--exercises", exercises, kOwnExercises);
  list->callback([&] { action = [] { return list_command(exercises); }; });
  app.add_subcommand("next", "the exercise to work on")->callback([&] {
    action = [] { return next_command(); };
  });
}

// A command about one exercise and nothing else.
void add_about_one(CLI::App& app, Action& action, const char* name,
                   const char* help, int (*command)(const std::string&)) {
  static std::string id;
  CLI::App* added = app.add_subcommand(name, help);
  added->add_option("ID", id, "an exercise: 07a, close or channels.close")
      ->required();
  added->callback(
      [&action, command] { action = [command] { return command(id); }; });
}

void add_solution(CLI::App& app, Action& action) {
  static SolutionArguments arguments;
  arguments = {};
  CLI::App* solution = app.add_subcommand(
      "solution", "the solution, once you have solved the exercise");
  solution->add_option("ID", arguments.id, "an exercise")->required();
  solution->add_flag("--give-up", arguments.give_up,
                     "show it now, and mark the exercise as seen");
  solution->callback(
      [&] { action = [] { return solution_command(arguments); }; });
}

void add_reading(CLI::App& app, Action& action) {
  static LessonCommandArguments lesson_arguments;
  lesson_arguments = {};
  CLI::App* lesson = app.add_subcommand("lesson", "build and run a lesson");
  lesson->add_option("NN", lesson_arguments.lesson, "its number")->required();
  lesson->add_option("ARGS", lesson_arguments.rest,
                     "after --: the lesson's own arguments");
  lesson->callback(
      [&] { action = [] { return lesson_command(lesson_arguments); }; });

  static std::string benchmark;
  benchmark.clear();
  CLI::App* bench =
      app.add_subcommand("bench", "measure: naive, the solution, yours");
  bench->add_option("NN", benchmark, "the lesson's number")->required();
  bench->callback([&] { action = [] { return bench_command(benchmark); }; });

  static std::string chapter;
  chapter.clear();
  CLI::App* book = app.add_subcommand("book", "read a chapter");
  book->add_option("NN", chapter, "its number; a table of contents if none");
  book->callback([&] { action = [] { return book_command(chapter); }; });
}

void add_report(CLI::App& app, Action& action) {
  static ReportArguments arguments;
  arguments = {};
  CLI::App* report = app.add_subcommand("report", "what you have done so far");
  report->require_subcommand(0, 1);
  CLI::Option* json =
      report->add_flag("--json", arguments.json, "for report merge");
  report->add_flag("--junit", arguments.junit, "for a tool that grades")
      ->excludes(json);
  report->callback([&action, report] {
    if (report->get_subcommands().empty()) {
      action = [] { return report_command(arguments); };
    }
  });

  static ReportMergeArguments merge_arguments;
  merge_arguments = {};
  CLI::App* merge =
      report->add_subcommand("merge", "a class's table, from JSON reports");
  merge->add_option("FILE", merge_arguments.files, "one report a learner")
      ->required();
  merge->add_flag("--json", merge_arguments.json, "the table as JSON");
  merge->callback(
      [&] { action = [] { return report_merge_command(merge_arguments); }; });
}

void add_project(CLI::App& app, Action& action) {
  // The launcher does this itself, and starts us afterwards; it is here so that
  // --help tells of it.
  app.add_subcommand("setup", "install and build what is missing")
      ->callback([&] {
        action = [] {
          const Workspace workspace = find_workspace();
          hand_over_to({"sh", (workspace.root / "workbook").string(), "setup"});
          return exit_code::kBroken;
        };
      });
  app.add_subcommand("doctor", "is this machine ready?")->callback([&] {
    action = [] { return doctor_command(); };
  });
  static TestArguments arguments;
  arguments = {};
  CLI::App* test = app.add_subcommand("test", "the project's own tests");
  test->add_flag("--fast", arguments.fast, "unit tests and solutions only");
  test->callback([&] { action = [] { return test_command(arguments); }; });
}

void add_dev(CLI::App& app, Action& action) {
  CLI::App* dev = app.add_subcommand("dev", "for authors");
  dev->require_subcommand(1);
  static DevCheckArguments arguments;
  arguments = {};
  CLI::App* check =
      dev->add_subcommand("check", "is every exercise what it claims to be?");
  check->add_option("ID", arguments.ids, "exercises; all if none");
  check->add_option("--exercises", arguments.exercises, kOwnExercises);
  check
      ->add_option("--repeat", arguments.repeat,
                   "processes in which a wrong answer must be rejected")
      ->check(CLI::PositiveNumber);
  check->callback(
      [&] { action = [] { return dev_check_command(arguments); }; });

  static DevNewArguments new_arguments;
  new_arguments = {};
  CLI::App* create = dev->add_subcommand("new", "the files of a new exercise");
  create->add_option("NN_topic", new_arguments.topic, "07_channels")
      ->required();
  create->add_option("x_name", new_arguments.name, "e_rendezvous")->required();
  create->callback(
      [&] { action = [] { return dev_new_command(new_arguments); }; });
}

}  // namespace

std::function<int()> read_arguments(int argc, const char* const* argv) {
  CLI::App app("Happens Before: a workbook of C++20 concurrency");
  app.name("./workbook");
  app.require_subcommand(0, 1);
  Action action = watch_command;
  add_check(app, action);
  add_list(app, action);
  add_about_one(app, action, "open", "open the file to edit", &open_command);
  add_about_one(app, action, "hint", "one hint more", &hint_command);
  add_about_one(app, action, "reset", "the exercise as it was given",
                &reset_command);
  add_solution(app, action);
  add_reading(app, action);
  add_report(app, action);
  add_project(app, action);
  add_dev(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help
      app.exit(error);
      return [] { return exit_code::kFine; };
    }
    throw UserError(exit_code::kWrongCall,
                    {error.what(), "", "", "./workbook --help"});
  }
  return action;
}

}  // namespace hb::runner

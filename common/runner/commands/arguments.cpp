#include "runner/commands/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "runner/commands/commands.hpp"
#include "runner/system/hand_over.hpp"
#include "runner/system/user_error.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {
namespace {

// What the chosen command will do; set by CLI11 while it parses.
using Action = std::function<int()>;

constexpr const char* kFooter =
    "Without a command: judges the exercise you work on at each save. Keys:\n"
    "h hint, n next, l list, r run lesson, b bench, s step, x reset, q "
    "quit.\n\n"
    "Exit: 0 fine or accepted, 1 rejected or a test failed, 2 wrong call,\n"
    "3 the environment or the workbook is broken, 4 inconclusive.";

// Commands that read exercises can read those of a folder of one's own.
void add_exercises(CLI::App& command) {
  command
      .add_option_function<std::string>(
          "--exercises",
          [](const std::string& folder) { choose_exercises(folder); },
          "a folder of exercises of your own")
      ->type_name("DIR");
}

void add_check(CLI::App& app, Action& action) {
  static CheckArguments arguments;
  arguments = {};
  CLI::App* check = app.add_subcommand("check", "judge your answer");
  check->add_option("ID", arguments.ids, "exercises; the current one if none");
  check->add_option("--file", arguments.answer,
                    "judge this file in place of yours");
  add_exercises(*check);
  check->add_option("--link", arguments.link, "one judge only; both if none")
      ->type_name("checker|threads")
      ->check(CLI::IsMember({"checker", "threads"}));
  check->add_option("--svg", arguments.svg,
                    "write the execution that fails as a picture");
  const auto add_limit = [&](const char* name, auto& limit, const char* help) {
    check->add_option(name, limit, help)->check(CLI::PositiveNumber);
  };
  add_limit("--columns", arguments.columns, "the widest that a report may be");
  add_limit("--max-executions", arguments.max_executions,
            "look at so many before it is inconclusive");
  add_limit("--max-seconds", arguments.max_seconds,
            "look for so long before it is inconclusive");
  add_limit("--sample", arguments.sample,
            "so many random executions, where all are too many");
  check
      ->add_option("--machine-ms", arguments.machine_milliseconds,
                   "predict exercises: run the programs here for so long")
      ->check(CLI::NonNegativeNumber);
  check->add_flag("--explain", arguments.explain,
                  "add the verdict in five sentences");
  check->add_flag("--json", arguments.json, "one JSON object a line");
  check->callback([&] { action = [] { return check_command(arguments); }; });
}

void add_list(CLI::App& app, Action& action) {
  CLI::App* list = app.add_subcommand("list", "all lessons and exercises");
  add_exercises(*list);
  list->callback([&] { action = [] { return list_command(); }; });
  CLI::App* next = app.add_subcommand("next", "the exercise to work on");
  add_exercises(*next);
  next->callback([&] { action = [] { return next_command(); }; });
}

// A command about one exercise and nothing else.
void add_about_one(CLI::App& app, Action& action, const char* name,
                   const char* help, int (*command)(const std::string&)) {
  static std::string id;
  CLI::App* added = app.add_subcommand(name, help);
  added->add_option("ID", id, "an exercise: 07a, close or channels.close")
      ->required();
  add_exercises(*added);
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
  solution->add_flag("--gallery", arguments.gallery,
                     "and wrong answers, with what breaks each");
  add_exercises(*solution);
  solution->callback(
      [&] { action = [] { return solution_command(arguments); }; });
}

void add_step(CLI::App& app, Action& action) {
  static StepArguments arguments;
  arguments = {};
  CLI::App* step = app.add_subcommand(
      "step", "be the scheduler of a test of your answer, step by step");
  step->add_option("ID", arguments.id, "an exercise")->required();
  step->add_option("TEST", arguments.test,
                   "a test or level, or a part of its name");
  CLI::Option* file =
      step->add_option("--file", arguments.answer, "step through this file");
  step->add_flag("--solution", arguments.solution, "step through the solution")
      ->excludes(file);
  add_exercises(*step);
  step->footer(
      "Without a terminal: commands from standard input, a line each; `help`\n"
      "names them.");
  step->callback([&] { action = [] { return step_command(arguments); }; });

  static ReplayArguments replay_arguments;
  replay_arguments = {};
  CLI::App* replay =
      app.add_subcommand("replay", "one execution of your answer, shown again");
  replay->add_option("ID", replay_arguments.id, "an exercise")->required();
  replay->add_option("CODE", replay_arguments.code, "cw1:..., from a report")
      ->required();
  add_exercises(*replay);
  replay->callback(
      [&] { action = [] { return replay_command(replay_arguments); }; });
}

void add_reading(CLI::App& app, Action& action,
                 std::vector<std::string> behind_dashes) {
  static LessonCommandArguments lesson_arguments;
  lesson_arguments = {};
  CLI::App* lesson = app.add_subcommand("lesson", "build and run a lesson");
  lesson->add_option("NN", lesson_arguments.lesson, "its number")->required();
  lesson->footer(
      "What follows the number goes to the lesson: --threads=2. What else it\n"
      "takes: ./workbook lesson 07 -- --help");
  lesson->prefix_command();
  lesson->callback([&action, lesson, behind_dashes] {
    lesson_arguments.rest = lesson->remaining();
    lesson_arguments.rest.insert(lesson_arguments.rest.end(),
                                 behind_dashes.begin(), behind_dashes.end());
    action = [] { return lesson_command(lesson_arguments); };
  });

  static BenchArguments bench_arguments;
  bench_arguments = {};
  CLI::App* bench = app.add_subcommand(
      "bench", "measure: side by side, and yours if it is accepted");
  bench->add_option("NN", bench_arguments.lesson, "the lesson's number")
      ->required();
  bench
      ->add_option("--report", bench_arguments.report,
                   "an HTML page of the result, with charts")
      ->type_name("FILE");
  bench->add_option("--only", bench_arguments.only,
                    "rows whose name has this: channel/64, blocking");
  bench->add_option("--runs", bench_arguments.runs, "of each program, in turn")
      ->check(CLI::PositiveNumber);
  bench
      ->add_option("--file", bench_arguments.file,
                   "measure on your own data, where the benchmark takes some")
      ->check(CLI::ExistingFile);
  bench->callback(
      [&] { action = [] { return bench_command(bench_arguments); }; });

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
  test->add_flag("--fast", arguments.fast,
                 "unit tests, and each exercise with its answers");
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
  add_exercises(*check);
  check
      ->add_option(
          "--repeat", arguments.repeat,
          "processes on real threads in which a right answer must pass")
      ->check(CLI::PositiveNumber);
  check
      ->add_option("--runs", arguments.runs,
                   "runs of each body in such a process")
      ->check(CLI::PositiveNumber);
  check->add_option("--link", arguments.link, "one judge only, for all answers")
      ->type_name("checker|threads")
      ->check(CLI::IsMember({"checker", "threads"}));
  check->add_flag(
      "--turns", arguments.turns,
      "half of the wrong answers, which the commit's hash chooses,\n"
      "of exercises that have not changed since the base revision;\n"
      "all where the judge has changed, too");
  check->add_flag("--all-compilers", arguments.all_compilers,
                  "the checker's own programs, by each compiler there is");
  check->callback(
      [&] { action = [] { return dev_check_command(arguments); }; });

  static DevCompareArguments compare_arguments;
  compare_arguments = {};
  CLI::App* compare = dev->add_subcommand(
      "compare", "what stress, ThreadSanitizer and the checker say of answers");
  compare->add_option("ID", compare_arguments.id, "an exercise; 07a if none");
  compare
      ->add_option("--runs", compare_arguments.runs,
                   "processes on real threads; half as many with the sanitizer")
      ->check(CLI::PositiveNumber);
  compare->callback(
      [&] { action = [] { return dev_compare_command(compare_arguments); }; });

  static DevMutantsArguments mutants_arguments;
  mutants_arguments = {};
  CLI::App* mutants = dev->add_subcommand(
      "mutants", "do the tests notice small mistakes in the solutions?");
  mutants->add_option(
      "ID", mutants_arguments.ids,
      "exercises; those that changed, or else a fifth, if none");
  mutants->add_flag("--all", mutants_arguments.all, "all exercises");
  mutants->add_flag("-v,--verbose", mutants_arguments.verbose,
                    "a line for each mutant");
  add_exercises(*mutants);
  mutants->callback(
      [&] { action = [] { return dev_mutants_command(mutants_arguments); }; });

  static std::vector<std::string> sabotaged;
  sabotaged = {};
  CLI::App* sabotage = dev->add_subcommand(
      "sabotage", "is each lock and each expectation missed when it is gone?");
  sabotage->add_option("ID", sabotaged, "exercises; all if none");
  add_exercises(*sabotage);
  sabotage->callback(
      [&] { action = [] { return dev_sabotage_command(sabotaged); }; });

  static DevTortureArguments torture_arguments;
  torture_arguments = {};
  CLI::App* torture = dev->add_subcommand(
      "torture", "what the tests do for seconds, for minutes");
  torture->add_option("NAME", torture_arguments.names,
                      "which; all if none: thread, address (the patterns), "
                      "round_trips, kills, faults, containers (the capstone)");
  torture
      ->add_option("--seconds", torture_arguments.seconds,
                   "of each of the patterns'")
      ->check(CLI::PositiveNumber);
  torture
      ->add_option("--count", torture_arguments.count,
                   "of round trips, kills or containers; fewer take less time")
      ->check(CLI::PositiveNumber);
  torture->add_option("--seed", torture_arguments.seed,
                      "the random numbers of an earlier run");
  torture->callback(
      [&] { action = [] { return dev_torture_command(torture_arguments); }; });

  static DevNewArguments new_arguments;
  new_arguments = {};
  CLI::App* create = dev->add_subcommand("new", "the files of a new exercise");
  create->add_option("NN_topic", new_arguments.topic, "07_channels")
      ->required();
  create->add_option("x_name", new_arguments.name, "e_rendezvous")->required();
  create->callback(
      [&] { action = [] { return dev_new_command(new_arguments); }; });

  static std::vector<std::string> files;
  files = {};
  CLI::App* litmus = dev->add_subcommand(
      "litmus", "hold the checker against programs with known outcomes");
  litmus->add_option("FILE", files, "JSONL")->required();
  litmus->callback([&] { action = [] { return dev_litmus_command(files); }; });
}

// The help that fits a wrong call: the command's, if there is such a command.
std::string help_of(const std::string& command, const CLI::App& app) {
  const auto all = app.get_subcommands([](const CLI::App*) { return true; });
  const bool known = std::any_of(all.begin(), all.end(), [&](const auto* one) {
    return one->get_name() == command;
  });
  return "./workbook " + (known ? command + " " : "") + "--help";
}

}  // namespace

std::function<int()> read_arguments(int argc, const char* const* argv) {
  CLI::App app("Happens Before: a workbook of C++20 concurrency");
  app.name("./workbook");
  app.footer(kFooter);
  app.require_subcommand(0, 1);
  Action action = watch_command;
  add_check(app, action);
  add_list(app, action);
  add_about_one(app, action, "open", "open the file to edit", &open_command);
  add_about_one(app, action, "hint", "one hint more", &hint_command);
  add_about_one(app, action, "reset", "the exercise as it was given",
                &reset_command);
  add_solution(app, action);
  add_step(app, action);
  std::vector<std::string> words(argv + 1, argv + argc);
  // `lesson 07 -- --help`: what is behind the dashes is the lesson's, also
  // where the runner has an option of that name.
  std::vector<std::string> behind_dashes;
  if (!words.empty() && words.front() == "lesson") {
    const auto dashes = std::find(words.begin(), words.end(), "--");
    if (dashes != words.end()) behind_dashes.assign(dashes + 1, words.end());
    words.erase(dashes, words.end());
  }
  add_reading(app, action, behind_dashes);
  add_report(app, action);
  add_project(app, action);
  add_dev(app, action);
  std::reverse(words.begin(), words.end());  // as CLI11 wants them
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help
      app.exit(error);
      return [] { return exit_code::kFine; };
    }
    throw UserError(exit_code::kWrongCall,
                    {error.what(), "", "",
                     help_of(words.empty() ? "" : words.back(), app)});
  }
  return action;
}

}  // namespace hb::runner

// The runner: reads the command line and hands over to a command.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <functional>
#include <string>

#include "runner/commands.hpp"
#include "runner/judge.hpp"
#include "runner/process.hpp"
#include "runner/user_error.hpp"

namespace {

using namespace hb::runner;

// What the chosen command will do; set by CLI11 while it parses.
using Action = std::function<int()>;

void add_check(CLI::App& app, Action& action) {
  static CheckArguments arguments;
  CLI::App* check = app.add_subcommand("check", "judge your answer");
  check->add_option("ID", arguments.ids, "exercises; the current one if none");
  check->add_option("--file", arguments.answer,
                    "judge this file in place of yours");
  check->add_option("--exercises", arguments.exercises,
                    "a folder of exercises of your own");
  check->add_option("--link", "which judge: threads")
      ->check(CLI::IsMember({"threads"}));
  check->add_flag("--explain", arguments.explain,
                  "add the verdict in five sentences");
  check->add_flag("--json", arguments.json, "one JSON object a line");
  check->callback([&] { action = [] { return check_command(arguments); }; });
}

void add_list(CLI::App& app, Action& action) {
  static std::string exercises;
  CLI::App* list = app.add_subcommand("list", "all lessons and exercises");
  list->add_option("--exercises", exercises,
                   "a folder of exercises of your own");
  list->callback([&] { action = [] { return list_command(exercises); }; });
  app.add_subcommand("next", "the exercise to work on")->callback([&] {
    action = [] { return next_command(); };
  });
}

void add_test(CLI::App& app, Action& action) {
  static TestArguments arguments;
  CLI::App* test = app.add_subcommand("test", "the project's own tests");
  test->add_flag("--fast", arguments.fast, "unit tests and solutions only");
  test->callback([&] { action = [] { return test_command(arguments); }; });
}

void add_dev(CLI::App& app, Action& action) {
  CLI::App* dev = app.add_subcommand("dev", "for authors");
  dev->require_subcommand(1);
  static DevCheckArguments arguments;
  CLI::App* check = dev->add_subcommand(
      "check", "is every exercise what it claims to be?");
  check->add_option("ID", arguments.ids, "exercises; all if none");
  check->add_option("--exercises", arguments.exercises,
                    "a folder of exercises of your own");
  check
      ->add_option("--repeat", arguments.repeat,
                   "processes in which a wrong answer must be rejected")
      ->check(CLI::PositiveNumber);
  check->callback([&] { action = [] { return dev_check_command(arguments); }; });
}

int run_command(int argc, char** argv) {
  CLI::App app("Happens Before: a workbook of C++20 concurrency");
  app.name("./workbook");
  app.require_subcommand(1);
  Action action;
  add_check(app, action);
  add_list(app, action);
  add_test(app, action);
  add_dev(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help
    throw UserError(exit_code::kWrongCall,
                    {error.what(), "", "", "./workbook --help"});
  }
  return action();
}

}  // namespace

int main(int argc, char** argv) {
  stop_on_signals();
  try {
    return run_command(argc, argv);
  } catch (const UserError& error) {
    std::fputs(error.message().c_str(), stderr);
    return error.code;
  } catch (const Stopped&) {
    return 130;
  } catch (const std::exception& error) {
    fmt::print(stderr,
               "error: {}\n  This is a defect of the runner.\n"
               "  try: ./workbook doctor\n",
               error.what());
    return exit_code::kBroken;
  }
}

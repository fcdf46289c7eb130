// ./workbook check: judge answers and say what came of it.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/commands/on_this_machine.hpp"
#include "runner/judge/judge.hpp"
#include "runner/judge/verdict_json.hpp"
#include "runner/judge/verdict_text.hpp"
#include "runner/learner/last_verdict.hpp"
#include "runner/learner/progress.hpp"
#include "runner/learner/starters.hpp"
#include "runner/mutants/stars.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

// Tells whoever waits how far the judge is: a line that is overwritten, or
// JSON lines.
class Reporter {
 public:
  Reporter(const Exercise& exercise, bool json)
      : exercise_(exercise), json_(json) {
    tell("started", "");
  }

  void stage(const std::string& stage) {
    if (json_) {
      const bool built = stage == "built, judging";
      tell(built ? "built" : "progress", stage);
    } else {
      line_.show(exercise_.label() + ": " + stage);
    }
  }

  void verdict(const Verdict& verdict, const Workspace& workspace,
               bool explain) {
    if (json_) {
      print(verdict_json(verdict, workspace) + "\n");
      return;
    }
    line_.show("");
    const Style style = style_of(STDOUT_FILENO);
    print(verdict_text(verdict, workspace, style));
    if (explain) print("\n" + verdict_explained(verdict));
    if (verdict.kind == Kind::accepted) {
      print("\n" + exercise_.why + "\n\n" + gallery_line(workspace));
    }
  }

  void look_for_stars() {
    // WHY not as JSON: who reads that has its verdict, and waits no more.
    if (!json_) line_.show(exercise_.label() + ": is anything not needed?");
  }

  void stars(const std::vector<std::string>& stars) {
    if (!json_) line_.show("");
    if (stars.empty()) return;
    if (json_) {
      nlohmann::json line = event("stars");
      line["stars"] = stars;
      print(line.dump() + "\n");
      return;
    }
    std::string text = "\n";
    for (const std::string& star : stars) text += "star: " + star + "\n";
    print(text);
  }

 private:
  std::string gallery_line(const Workspace& workspace) const {
    if (!std::filesystem::exists(workspace.solutions / exercise_.folder)) {
      return "";
    }
    return "Wrong answers that others give, and what breaks each:\n  try: " +
           workspace.call("solution " + exercise_.number + " --gallery") + "\n";
  }

  nlohmann::json event(const char* name) const {
    return {{"schema", 1},
            {"event", name},
            {"exercise", exercise_.number},
            {"id", exercise_.id}};
  }

  void tell(const char* event_name, const std::string& stage) {
    if (!json_) return;
    nlohmann::json line = event(event_name);
    if (!stage.empty()) line["stage"] = stage;
    print(line.dump() + "\n");
  }

  static void print(const std::string& text) {
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
  }

  const Exercise& exercise_;
  const bool json_;
  ProgressLine line_;
};

CheckerOptions checker_options(const CheckArguments& arguments) {
  CheckerOptions options;
  options.explain = arguments.explain || arguments.json;
  options.columns = arguments.columns;
  if (options.columns == 0 && isatty(STDOUT_FILENO)) {
    options.columns = terminal_width();
  }
  if (!arguments.svg.empty()) {
    options.svg = std::filesystem::absolute(arguments.svg).string();
  }
  const auto add = [&](const char* flag, const auto& value) {
    if (value) options.more.push_back(fmt::format("{}={}", flag, *value));
  };
  add("--max-executions", arguments.max_executions);
  add("--max-seconds", arguments.max_seconds);
  add("--sample", arguments.sample);
  return options;
}

// What is built for a file that somebody tries once is not kept.
class RemovedAtTheEnd {
 public:
  RemovedAtTheEnd(const Builder& builder, const BuildUnit& unit)
      : builder_(builder), unit_(unit) {}
  ~RemovedAtTheEnd() { builder_.remove(unit_); }

  RemovedAtTheEnd(const RemovedAtTheEnd&) = delete;
  RemovedAtTheEnd& operator=(const RemovedAtTheEnd&) = delete;

 private:
  const Builder& builder_;
  const BuildUnit& unit_;
};

void replace_all(std::string& text, const std::string& from,
                 const std::string& to) {
  for (auto at = text.find(from); at != text.npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

Verdict judge_one(const Workspace& workspace, const Exercise& exercise,
                  const CheckArguments& arguments, Reporter& reporter) {
  JudgeOptions options;
  options.on_progress = [&](const std::string& s) { reporter.stage(s); };
  options.by_checker = arguments.link != "threads";
  options.on_real_threads = arguments.link != "checker";
  options.checker = checker_options(arguments);
  Judge judge(workspace, exercise);
  if (arguments.answer.empty()) return judge.judge_yours(options);
  const std::string name = exercise.edit.front();
  // WHY its own name: two runners may judge two files at once.
  const BuildUnit unit = judge.builder().write_answer(
      fmt::format("file-{}", getpid()), {{name, read_file(arguments.answer)}});
  const RemovedAtTheEnd removed(judge.builder(), unit);
  Verdict verdict = judge.judge_unit(unit, options);
  // The copy that was judged is ours; people look into theirs.
  const std::string copy =
      (unit.include_root / exercise.folder / name).string();
  const std::string theirs =
      std::filesystem::absolute(arguments.answer).string();
  replace_all(verdict.message, copy, theirs);
  for (Step& step : verdict.steps) replace_all(step.file, copy, theirs);
  if (verdict.exploration) {
    replace_all(verdict.exploration->json, copy, theirs);
    replace_all(verdict.exploration->text, copy, theirs);
  }
  return verdict;
}

// What is more than needed in an answer that was accepted. It is found after
// the verdict was told, and changes nothing of it.
std::vector<std::string> stars_of(const Workspace& workspace,
                                  const Exercise& exercise,
                                  const CheckArguments& arguments,
                                  Reporter& reporter) {
  std::map<std::string, std::string> files;
  for (const std::string& name : exercise.edit) {
    files[name] = read_file(exercise.path / name);
  }
  if (!arguments.answer.empty()) {
    files[exercise.edit.front()] = read_file(arguments.answer);
  }
  reporter.look_for_stars();
  return find_stars(workspace, exercise, files);
}

// What was reached stays reached. One link alone accepts nothing for good.
void keep_progress(const Workspace& workspace, const Exercise& exercise,
                   const Verdict& verdict, bool by_both_links) {
  const Progress progress = read_progress(workspace);
  const bool solved = (verdict.kind == Kind::accepted && by_both_links) ||
                      progress.state_of(exercise) == State::solved;
  change_progress(workspace, exercise, solved ? State::solved : State::started,
                  progress.hints_of(exercise));
}

// Without an id: the exercise to work on.
std::vector<Exercise> exercises_to_check(const Workspace& workspace,
                                         const CheckArguments& arguments) {
  const Catalog catalog = read_catalog(workspace);
  keep_starters(workspace, catalog.exercises);
  if (!arguments.ids.empty()) return choose(catalog, arguments.ids);
  const Exercise* current =
      current_exercise(catalog.exercises, read_progress(workspace));
  if (current != nullptr) return {*current};
  return catalog.exercises;  // all are solved: are they still?
}

// The worst of several verdicts decides: a rejection, then inconclusive.
int worst(int left, int right) {
  if (left == exit_code::kRejected || right == exit_code::kRejected) {
    return exit_code::kRejected;
  }
  return std::max(left, right);
}

// Makes the file, so that it is known before a long judging that it can be.
void expect_writable(const std::string& file) {
  if (file.empty() || std::ofstream(file)) return;
  throw UserError(exit_code::kWrongCall,
                  {"cannot write " + file, "",
                   "The picture of the execution that fails goes there.",
                   "./workbook check --svg picture.svg"});
}

// Says where the picture is; takes the empty file away if there is none.
void tell_of_picture(const std::string& file) {
  if (file.empty()) return;
  std::error_code error;
  if (std::filesystem::file_size(file, error) > 0) {
    fmt::print(stderr, "  picture: {}\n", file);
    return;
  }
  std::filesystem::remove(file, error);
  fmt::print(stderr, "  no picture: no execution that fails is shown\n");
}

}  // namespace

int check_command(const CheckArguments& arguments) {
  const Workspace workspace = find_workspace();
  const auto exercises = exercises_to_check(workspace, arguments);
  if (!arguments.answer.empty() && exercises.size() != 1) {
    throw UserError(exit_code::kWrongCall,
                    {"--file needs one exercise", "",
                     "The file is judged as the answer to it.",
                     "./workbook check 07a --file " + arguments.answer});
  }
  expect_writable(arguments.svg);
  int code = exit_code::kFine;
  for (const Exercise& exercise : exercises) {
    Reporter reporter(exercise, arguments.json);
    const Verdict verdict = judge_one(workspace, exercise, arguments, reporter);
    // WHY before the verdict is told: watch mode counts when it hears of it.
    // WHY an error waits: a full disk must not swallow the verdict.
    std::optional<UserError> not_kept;
    try {
      if (arguments.answer.empty()) {
        keep_progress(workspace, exercise, verdict, arguments.link.empty());
        keep_last_verdict(workspace, exercise, verdict);
      }
    } catch (const UserError& error) {
      not_kept = error;
    }
    reporter.verdict(verdict, workspace, arguments.explain);
    tell_of_picture(arguments.svg);
    if (not_kept) throw *not_kept;
    if (verdict.kind == Kind::accepted && !arguments.json) {
      show_on_this_machine(workspace, exercise, arguments);
    }
    // WHY only then: of many answers, the verdicts are what one waits for.
    if (exercises.size() == 1 && verdict.kind == Kind::accepted &&
        verdict.complete && exercise.kind == ExerciseKind::code) {
      reporter.stars(stars_of(workspace, exercise, arguments, reporter));
    }
    code = worst(code, verdict.exit_code());
  }
  return code;
}

}  // namespace hb::runner

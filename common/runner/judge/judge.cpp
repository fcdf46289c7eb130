#include "runner/judge/judge.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <regex>
#include <set>

#include "runner/catalog/forbid.hpp"
#include "runner/catalog/levels.hpp"
#include "runner/judge/break_it.hpp"
#include "runner/judge/test_run.hpp"
#include "runner/judge/test_verdict.hpp"
#include "runner/system/machine_lock.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

using std::chrono::steady_clock;

bool is_text(const std::string& content) {
  return content.find('\0') == content.npos &&
         content.find_first_not_of(" \t\r\n") != content.npos;
}

// The compiler's first error inside test.cpp names what the test needs.
std::string what_the_test_needs(const std::string& diagnostics) {
  static const std::regex kError(
      R"(test\.cpp:(\d+):\d+: error: (?:[^\n]*no member named '(\w+)'|)"
      R"('(?:\w+::)*(\w+)' (?:is not a member|was not declared|)"
      R"(has not been declared)|use of undeclared identifier '(\w+)'))");
  std::smatch match;
  if (!std::regex_search(diagnostics, match, kError)) return "";
  return fmt::format(
      "test.cpp:{} needs {}, which your file does not declare (any more).",
      match.str(1), match.str(2) + match.str(3) + match.str(4));
}

// What no answer may use: the judge would look at something else.
Forbidden out_of_sight() {
  return {{"asm", "__asm", "__asm__", "no_sanitize", "no_sanitize_thread",
           "disable_sanitizer_instrumentation", "GTEST_FLAG_SET"},
          "The checker does not see what such code does."};
}

// The tests of a test.cpp, by their names.
std::set<std::string> tests_in(const fs::path& file) {
  static const std::regex kTest(R"(\bTEST(?:_F)?\(\s*\w+\s*,\s*(\w+)\s*\))");
  const std::string text = read_file(file);
  std::set<std::string> tests;
  for (std::sregex_iterator it(text.begin(), text.end(), kTest), end; it != end;
       ++it) {
    tests.insert((*it)[1].str());
  }
  return tests;
}

// A test that an answer keeps from running is one that it does not pass.
void expect_all_tests(const std::set<std::string>& expected,
                      const TestRun& tests, Verdict& verdict) {
  std::set<std::string> passed;
  for (const TestResult& test : tests.tests) {
    if (test.passed && !test.skipped) passed.insert(test.short_name());
  }
  for (const std::string& test : expected) {
    if (verdict.kind != Kind::accepted || passed.contains(test)) continue;
    verdict.kind = Kind::failure;
    verdict.test = test;
    verdict.message =
        "this test did not run. Does your file redefine TEST, end the program, "
        "or change what GoogleTest does?";
  }
}

// What runners that were killed have left: NAME.PROCESS.run.
void remove_stale_runs(const fs::path& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const fs::path name = entry.path().filename();
    if (name.extension() != ".run") continue;
    const std::string process = name.stem().extension().string();
    if (process.size() > 1 && !fs::exists("/proc/" + process.substr(1))) {
      fs::remove_all(entry.path(), error);
    }
  }
}

}  // namespace

Verdict Judge::blank_verdict() const {
  Verdict verdict;
  verdict.number = exercise_.number;
  verdict.name = exercise_.name;
  verdict.id = exercise_.id;
  return verdict;
}

// What can be said without a compiler.
std::optional<Verdict> Judge::judge_text(const BuildUnit& unit) const {
  for (const std::string& name : exercise_.edit) {
    const fs::path path = unit.include_root / exercise_.folder / name;
    if (!fs::exists(path)) {
      throw UserError(exit_code::kBroken,
                      {fmt::format("no file {}", workspace_.shown(path)), "",
                       "The exercise is solved in it.",
                       "./workbook reset " + exercise_.number});
    }
    const std::string content = read_file(path);
    Verdict verdict = blank_verdict();
    verdict.steps.push_back({"", path.string(), 1, "", ""});
    if (!is_text(content)) {
      verdict.kind = Kind::build;
      verdict.message = content.find('\0') == content.npos
                            ? "the file is empty"
                            : "the file is not text";
      return verdict;
    }
    auto forbidden = exercise_.forbidden;
    forbidden.push_back(out_of_sight());
    if (const auto use = find_forbidden(content, forbidden)) {
      verdict.kind = Kind::forbidden;
      verdict.message = fmt::format("{}: {}", use->word, use->reason);
      verdict.steps.front().line = use->line;
      return verdict;
    }
  }
  return std::nullopt;
}

Verdict Judge::judge_yours(const JudgeOptions& options) {
  return judge_unit(builder_.yours(), options);
}

Verdict Judge::judge_unit(const BuildUnit& unit, const JudgeOptions& options) {
  if (!options.is_generated) {
    if (auto verdict = judge_text(unit)) return *verdict;
  }
  if (exercise_.kind == ExerciseKind::predict) {
    return judge_prediction(unit, options);
  }
  if (exercise_.kind == ExerciseKind::break_it) {
    return judge_breaks(unit, options);
  }
  const auto began = steady_clock::now();
  Verdict verdict = blank_verdict();
  std::vector<Link> links;
  if (options.by_checker) links.push_back(Link::checker);
  const Link real = options.with_sanitizer ? Link::threads : Link::plain;
  // WHY apart: the plain link is made of an object of its own.
  if (options.on_real_threads && options.with_sanitizer) links.push_back(real);
  if (links.empty()) links.push_back(real);
  if (!options.is_built && !build(unit, links, options, verdict)) {
    return verdict;
  }
  remove_stale_runs(builder_.folder());
  if (options.on_progress) options.on_progress("built, judging");
  if (options.by_checker) judge_by_checker(unit, options, verdict);
  const bool is_decided =
      verdict.kind != Kind::accepted && verdict.kind != Kind::inconclusive;
  if (options.on_real_threads && !is_decided) {
    judge_on_threads(unit, options, real, verdict);
  }
  verdict.seconds =
      std::chrono::duration<double>(steady_clock::now() - began).count();
  return verdict;
}

bool Judge::build(const BuildUnit& unit, const std::vector<Link>& links,
                  const JudgeOptions& options, Verdict& verdict) const {
  if (options.on_progress) options.on_progress("building");
  const BuildResult built = builder_.build({unit}, links);
  if (built.stopped) throw Stopped{};
  if (!built.ok) {
    verdict.kind = Kind::build;
    verdict.message = built.diagnostics;
    const std::string need = what_the_test_needs(built.diagnostics);
    if (!need.empty()) verdict.notes.push_back(need);
  } else if (!built.diagnostics.empty()) {
    verdict.notes.push_back("warnings:\n" + built.diagnostics);
  }
  return built.ok;
}

TestRunOptions Judge::run_of(const BuildUnit& unit, const JudgeOptions& options,
                             Link link) const {
  TestRunOptions run;
  run.link = link;
  run.program = builder_.program(unit, link);
  // WHY the process: two runners may judge the same file at once.
  run.scratch =
      builder_.folder() / fmt::format("{}.{}.run", unit.name, getpid());
  run.folders = {(unit.include_root / exercise_.folder).string(),
                 exercise_.path.string()};
  run.environment = options.environment;
  run.checker = options.checker;
  run.checker.number = exercise_.number;
  run.checker.name = exercise_.name;
  run.checker.limits = exercise_.limits;
  if (!options.only_test.empty()) run.filter = "*." + options.only_test;
  run.hang_after = options.hang_after;
  run.runs = options.runs;
  return run;
}

void Judge::judge_by_checker(const BuildUnit& unit, const JudgeOptions& options,
                             Verdict& verdict) const {
  TestRunOptions run = run_of(unit, options, Link::checker);
  run.on_test = [&](const std::string& test) {
    if (options.on_progress) options.on_progress("test " + test);
  };
  run.on_executions = [&](const std::string& test, int executions) {
    if (!options.on_progress) return;
    options.on_progress(
        fmt::format("test {}, {} executions", test, executions));
  };
  const TestRun tests = run_tests(run);
  if (tests.stopped) throw Stopped{};
  verdict.by_checker = true;
  verdict.complete = true;
  take_tests(tests, verdict);
  if (options.only_test.empty()) {
    expect_all_tests(tests_in(exercise_.path / "test.cpp"), tests, verdict);
  }
}

void Judge::judge_on_threads(const BuildUnit& unit, const JudgeOptions& options,
                             Link link, Verdict& verdict) const {
  TestRunOptions run = run_of(unit, options, link);
  run.on_test = [&](const std::string& test) {
    if (options.on_progress)
      options.on_progress("test " + test + " on real threads");
  };
  // WHY: a false alarm must not keep the other tests from running.
  run.fail_fast = !verdict.by_checker;
  TestRun tests;
  {
    const FileLock lock(real_threads_lock(), [&] {
      if (!options.on_progress) return;
      options.on_progress("waiting for another run on real threads");
    });
    tests = run_tests(run);
  }
  if (tests.stopped) throw Stopped{};
  if (!tests.cannot_run.empty()) {
    if (link == Link::threads) {
      verdict.notes.push_back(
          "without ThreadSanitizer, which cannot run here: " +
          tests.cannot_run);
      if (!build(unit, {Link::plain}, options, verdict)) return;
      judge_on_threads(unit, options, Link::plain, verdict);
    } else if (verdict.by_checker) {
      verdict.notes.push_back("nothing could be run on real threads: " +
                              tests.cannot_run);
    } else {
      verdict.kind = Kind::inconclusive;
      verdict.message = "nothing could be run: " + tests.cannot_run;
    }
    return;
  }
  verdict.on_real_threads = true;
  if (verdict.by_checker) forgive_races(tests, verdict.complete);
  Verdict threads = blank_verdict();
  take_tests(tests, threads);
  join(threads, verdict);
}

// The levels are one program, whatever is answered to them.
Verdict Judge::judge_breaks(const BuildUnit& unit,
                            const JudgeOptions& options) {
  const auto began = steady_clock::now();
  Verdict verdict = blank_verdict();
  const BuildUnit levels = builder_.yours();
  if (!build(levels, {Link::checker}, options, verdict)) return verdict;
  const TestRunOptions run = run_of(levels, options, Link::checker);
  const BreakJudge judge{run.program, run.checker, options.on_progress};
  judge.judge(read_levels(workspace_, exercise_),
              unit.include_root / exercise_.folder / exercise_.edit.front(),
              options.only_test, verdict);
  verdict.tests = verdict.levels;
  verdict.seconds =
      std::chrono::duration<double>(steady_clock::now() - began).count();
  return verdict;
}

std::vector<std::string> Judge::prove_levels(const JudgeOptions& options) {
  Verdict verdict = blank_verdict();
  const BuildUnit levels = builder_.yours();
  if (!build(levels, {Link::checker}, options, verdict)) {
    return {"test.cpp does not build:\n" + verdict.message};
  }
  const TestRunOptions run = run_of(levels, options, Link::checker);
  return BreakJudge{run.program, run.checker, options.on_progress}.prove(
      read_levels(workspace_, exercise_));
}

}  // namespace hb::runner

#include "runner/judge/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>

#include "runner/catalog/forbid.hpp"
#include "runner/judge/test_run.hpp"
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
    if (const auto use = find_forbidden(content, exercise_.forbidden)) {
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
  if (auto verdict = judge_text(unit)) return *verdict;
  return judge_run(unit, options, true);
}

Verdict Judge::judge_run(const BuildUnit& unit, const JudgeOptions& options,
                         bool with_sanitizer) {
  const auto began = steady_clock::now();
  const auto progress = [&](const std::string& stage) {
    if (options.on_progress) options.on_progress(stage);
  };
  Verdict verdict = blank_verdict();
  if (!options.is_built) {
    progress("building");
    const BuildResult built = builder_.build({unit}, with_sanitizer);
    if (built.stopped) throw Stopped{};
    if (!built.ok) {
      verdict.kind = Kind::build;
      verdict.message = built.diagnostics;
      const std::string need = what_the_test_needs(built.diagnostics);
      if (!need.empty()) verdict.notes.push_back(need);
      return verdict;
    }
    if (!built.diagnostics.empty()) {
      verdict.notes.push_back("warnings:\n" + built.diagnostics);
    }
  }

  progress("built, judging");
  TestRunOptions run;
  run.program = builder_.program(unit, with_sanitizer);
  run.scratch = builder_.folder() / (unit.name + ".run");
  run.folders = {(unit.include_root / exercise_.folder).string(),
                 exercise_.path.string()};
  if (!options.only_test.empty()) run.filter = "*." + options.only_test;
  run.hang_after = options.hang_after;
  run.on_test = [&](const std::string& test) { progress("test " + test); };
  TestRun tests;
  {
    const FileLock lock(real_threads_lock(), [&] {
      progress("waiting for another run on real threads");
    });
    tests = run_tests(run);
  }
  if (tests.stopped) throw Stopped{};
  if (!tests.cannot_run.empty()) {
    if (with_sanitizer) {
      JudgeOptions again = options;
      again.is_built = false;
      Verdict plain = judge_run(unit, again, false);
      plain.notes.push_back("without ThreadSanitizer, which cannot run here: " +
                            tests.cannot_run);
      return plain;
    }
    verdict.kind = Kind::inconclusive;
    verdict.message = "nothing could be run: " + tests.cannot_run;
    return verdict;
  }

  verdict.output = tests.output;
  std::set<std::string> notes;
  for (const TestResult& test : tests.tests) {
    // WHY: GoogleTest calls the tests behind the first failure skipped, too.
    if (test.skipped && verdict.kind != Kind::accepted) continue;
    ++verdict.tests;
    verdict.runs += test.runs;
    for (const std::string& note : test.notes) {
      notes.insert(test.short_name() + ": " + note);
    }
    if (test.skipped) {
      notes.insert(test.short_name() +
                   ": skipped, it runs in idle time, which is the checker's");
    }
    const Finding* finding = test.chief_finding();
    if (finding == nullptr) continue;
    ++verdict.failed_tests;
    if (verdict.kind != Kind::accepted) continue;
    verdict.kind = finding->kind;
    verdict.test = test.short_name();
    verdict.message = finding->message;
    verdict.run = finding->run;
    verdict.steps = finding->steps;
  }
  verdict.notes.insert(verdict.notes.end(), notes.begin(), notes.end());
  verdict.seconds =
      std::chrono::duration<double>(steady_clock::now() - began).count();
  return verdict;
}

}  // namespace hb::runner

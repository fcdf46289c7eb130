#include "runner/mutants/mutant_program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <regex>
#include <utility>

#include "runner/mutants/mutator.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {

std::set<std::string> forbidden_words(const Exercise& exercise) {
  std::set<std::string> words;
  for (const Forbidden& rule : exercise.forbidden) {
    words.insert(rule.words.begin(), rule.words.end());
  }
  return words;
}

MutantProgram::MutantProgram(const Workspace& workspace,
                             const Exercise& exercise, std::string name)
    : exercise_(exercise),
      judge_(workspace, exercise),
      name_(std::move(name)) {}

bool MutantProgram::has_mutants(const std::map<std::string, std::string>& files,
                                const MutantChoice& choice) const {
  return !mutate(files, choice).mutants.empty();
}

void MutantProgram::build(const std::map<std::string, std::string>& files,
                          const MutantChoice& choice,
                          const std::filesystem::path& test) {
  constexpr int kTries = 4;
  MutantChoice left = choice;
  left.no_words.merge(forbidden_words(exercise_));
  std::string diagnostics;
  for (int i = 0; i < kTries; ++i) {
    const MutatedAnswer answer = mutate(files, left);
    unit_ = judge_.builder().write_answer(name_, answer.files);
    unit_.test = test;
    unit_.names = false;
    const BuildResult built = judge_.builder().build({unit_}, {Link::checker});
    if (built.stopped) throw Stopped{};
    if (built.ok) {
      mutants_ = answer.mutants;
      left_out_.clear();
      std::ranges::set_difference(left.not_these, choice.not_these,
                                  std::back_inserter(left_out_));
      return;
    }
    diagnostics = built.diagnostics;
    const auto guilty = guilty_of(diagnostics, answer);
    if (guilty.empty()) break;
    left.not_these.insert(guilty.begin(), guilty.end());
  }
  throw UserError(
      exit_code::kBroken,
      {fmt::format("the mutants of {} do not compile", exercise_.label()), "",
       diagnostics, "./workbook dev check " + exercise_.number});
}

// The mutants that stand in the lines where the compiler finds errors; if there
// are none, in all lines that it names.
std::set<std::string> MutantProgram::guilty_of(
    const std::string& diagnostics, const MutatedAnswer& answer) const {
  static const std::regex kError(R"(([^\s:]+):(\d+):\d+: error)");
  static const std::regex kPlace(R"(([^\s:]+):(\d+):\d+:)");
  std::set<std::string> guilty;
  for (const std::regex* place : {&kError, &kPlace}) {
    for (std::sregex_iterator
             it(diagnostics.begin(), diagnostics.end(), *place),
         end;
         it != end; ++it) {
      const std::string path = it->str(1);
      const int line = std::stoi(it->str(2));
      for (const MutantLines& lines : answer.lines) {
        if (lines.line == line && path.ends_with("/" + lines.file)) {
          guilty.insert(lines.mutants.begin(), lines.mutants.end());
        }
      }
    }
    if (!guilty.empty()) break;
  }
  return guilty;
}

Verdict MutantProgram::judge(int number, JudgeOptions options) {
  options.by_checker = true;
  options.on_real_threads = false;
  options.is_built = true;
  options.is_generated = true;
  options.environment.push_back(fmt::format("HB_MUTANT={}", number));
  // WHY one: who judges many mutants judges several exercises side by side.
  options.checker.more.emplace_back("--processes=1");
  return judge_.judge_unit(unit_, options);
}

}  // namespace hb::runner

#include "runner/judge/break_it.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runner/judge/step_process.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {
namespace {

std::string count_of_steps(std::size_t count) {
  return fmt::format("{} step{}", count, count == 1 ? "" : "s");
}

}  // namespace

LevelResult judge_steps(const StepState& state, const Level& level) {
  LevelResult result;
  result.steps = static_cast<int>(state.moves.size());
  const std::string steps = count_of_steps(state.moves.size());
  const std::string& kind = state.finding.kind;
  if (kind.empty()) {
    result.message = fmt::format(
        "After {}, nothing has gone wrong{}.", steps,
        state.over ? ": this execution has come to its end" : " yet");
  } else if (level.is_safe() || kind != level.goal) {
    // WHY not what the goal is: to find that out is the exercise.
    result.message = fmt::format(
        "That is {}, and not what this level is about.", with_article(kind));
  } else if (result.steps > level.max_steps) {
    result.message = fmt::format("{} in {}, and at most {} are allowed.",
                                 with_article(kind), steps, level.max_steps);
    result.message.front() = 'A';
  } else {
    result.won = true;
    result.message = fmt::format("{} in {}", with_article(kind), steps);
  }
  return result;
}

LevelResult judge_safe(const Level& level) {
  if (level.is_safe()) return {true, 0, "safe: no execution breaks it"};
  return {false, 0, "It is not safe: some execution breaks it."};
}

LevelResult judge_level(StepProcess& process, const Level& level,
                        const std::string& answer) {
  if (answer.empty()) {
    return {false, 0, "Not yet: " + level.task() + "."};
  }
  if (answer == "safe") return judge_safe(level);
  const std::string why = follow(process, answer);
  if (!why.empty()) return {false, 0, why + "."};
  return judge_steps(process.state(), level);
}

void BreakJudge::judge(const std::vector<Level>& levels,
                       const std::filesystem::path& breaks,
                       const std::string& only, Verdict& verdict) const {
  verdict.by_checker = verdict.complete = true;
  const auto reject = [&](const std::string& test, int line,
                          const std::string& message) {
    ++verdict.failed_tests;
    if (verdict.kind != Kind::accepted) return;
    verdict.kind = Kind::failure;
    verdict.test = test;
    verdict.message = message;
    verdict.steps = {{"", breaks.string(), line, "", ""}};
  };
  const std::vector<BreakAnswer> answers = read_breaks(read_file(breaks));
  for (const BreakAnswer& answer : answers) {
    const auto same = [&](const auto& other) {
      return other.level == answer.level;
    };
    if (std::none_of(levels.begin(), levels.end(), [&](const Level& level) {
          return level.name == answer.level;
        })) {
      reject(answer.level, answer.line, "There is no such level.");
    } else if (std::count_if(answers.begin(), answers.end(), same) > 1) {
      reject(answer.level, answer.line, "This level has two answers.");
    }
  }
  for (const Level& level : levels) {
    if (!only.empty() && only != level.name) continue;
    if (on_progress) on_progress(level.name);
    ++verdict.levels;
    const auto answer = std::find_if(
        answers.begin(), answers.end(),
        [&](const BreakAnswer& one) { return one.level == level.name; });
    const bool given = answer != answers.end();
    StepProcess process(program, level.name, options);
    const LevelResult result =
        judge_level(process, level, given ? answer->text : "");
    if (!result.won) {
      reject(level.name, given ? answer->line : 1, result.message);
    }
    verdict.coverage.push_back(level.name + ": " + result.message);
  }
}

std::vector<std::string> BreakJudge::prove(
    const std::vector<Level>& levels) const {
  std::vector<std::string> complaints;
  for (const Level& level : levels) {
    if (on_progress) on_progress("proving " + level.name);
    StepProcess process(program, level.name, options);
    const StepShortest shortest = process.shortest(false);
    const auto complain = [&](const std::string& what) {
      complaints.push_back(fmt::format("level {}: {}", level.name, what));
    };
    if (!shortest.complete) {
      complain(fmt::format("a limit was hit after {} executions",
                           shortest.executions));
    } else if (level.is_safe()) {
      if (shortest.found) {
        complain(fmt::format("is not safe: {}", shortest.state.finding.kind));
      }
    } else if (!shortest.found) {
      complain(fmt::format("cannot be won: all {} executions are accepted",
                           shortest.executions));
    } else {
      const LevelResult result = judge_steps(shortest.state, level);
      if (!result.won) complain("the shortest: " + result.message);
    }
  }
  return complaints;
}

}  // namespace hb::runner

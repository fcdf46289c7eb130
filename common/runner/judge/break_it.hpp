// The judge of exercises of the kind "break": each level's answer is tried.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "runner/catalog/levels.hpp"
#include "runner/judge/breaks.hpp"
#include "runner/judge/test_run.hpp"
#include "runner/judge/verdict.hpp"

namespace hb::runner {

// What an answer to one level comes to.
struct LevelResult {
  bool won = false;
  int steps = 0;
  std::string message;  // why not; or "a deadlock in 6 steps"
};

LevelResult judge_level(StepProcess& process, const Level& level,
                        const std::string& answer);
// The same of a state that has been stepped to.
LevelResult judge_steps(const StepState& state, const Level& level);
// Of the word `safe`.
LevelResult judge_safe(const Level& level);

struct BreakJudge {
  std::filesystem::path program;  // NAME.checker
  CheckerOptions options;
  std::function<void(const std::string& stage)> on_progress = {};

  // Fills in the verdict on breaks.txt: the first level that is not won.
  // `only`: a level, or all if empty.
  void judge(const std::vector<Level>& levels,
             const std::filesystem::path& breaks, const std::string& only,
             Verdict& verdict) const;

  // Complaints about levels that are not what levels.toml says: each is won by
  // the shortest execution within its steps, or safe in every execution.
  std::vector<std::string> prove(const std::vector<Level>& levels) const;
};

}  // namespace hb::runner

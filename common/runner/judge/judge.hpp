// The judge: is this answer right?
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runner/catalog/exercise.hpp"
#include "runner/judge/build.hpp"
#include "runner/judge/test_run.hpp"
#include "runner/judge/verdict.hpp"

namespace hb::runner {

struct JudgeOptions {
  // Which links judge. Both: an answer that the checker rejects is not run on
  // real threads, since it is known what they might show.
  bool by_checker = true;
  bool on_real_threads = true;
  bool with_sanitizer = true;  // on real threads
  int runs = 0;  // of each body on real threads; 0: as its test says
  // What the checker is told beyond the exercise's own limits.
  CheckerOptions checker = {};
  std::chrono::seconds hang_after{5};
  // The unit has just been built; its program is run as it is.
  bool is_built = false;
  // The text is not what somebody wrote: no word in it is forbidden.
  bool is_generated = false;
  std::vector<std::string> environment = {};  // NAME=value, for the program
  // Only this test (without its suite), or all.
  std::string only_test;
  // "building", "built, judging", or what is being built or run.
  std::function<void(const std::string& stage)> on_progress = {};
};

class Judge {
 public:
  Judge(const Workspace& workspace, const Exercise& exercise)
      : workspace_(workspace),
        exercise_(exercise),
        builder_(workspace, exercise) {}

  // The learner's own answer, as it is in the exercise's folder.
  // Throws UserError (3) if a file of it is not there.
  Verdict judge_yours(const JudgeOptions& options = {});

  // Any other answer, already written by `builder`.
  Verdict judge_unit(const BuildUnit& unit, const JudgeOptions& options = {});

  // Of a "break" exercise: complaints about its levels. Builds them.
  std::vector<std::string> prove_levels(const JudgeOptions& options = {});

  const Builder& builder() const { return builder_; }

 private:
  std::optional<Verdict> judge_text(const BuildUnit& unit) const;
  // False, and the verdict says why, if it does not compile.
  bool build(const BuildUnit& unit, const std::vector<Link>& links,
             const JudgeOptions& options, Verdict& verdict) const;
  void judge_by_checker(const BuildUnit& unit, const JudgeOptions& options,
                        Verdict& verdict) const;
  void judge_on_threads(const BuildUnit& unit, const JudgeOptions& options,
                        Link link, Verdict& verdict) const;
  // Of predict exercises, in judge_prediction.cpp.
  Verdict judge_prediction(const BuildUnit& unit,
                           const JudgeOptions& options) const;
  Verdict judge_breaks(const BuildUnit& unit, const JudgeOptions& options);
  TestRunOptions run_of(const BuildUnit& unit, const JudgeOptions& options,
                        Link link) const;
  Verdict blank_verdict() const;

  Workspace workspace_;
  Exercise exercise_;
  Builder builder_;
};

// The runner was told to stop; there is no verdict.
struct Stopped {};

}  // namespace hb::runner

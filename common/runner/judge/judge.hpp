// The judge: is this answer right?
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "runner/catalog/exercise.hpp"
#include "runner/judge/build.hpp"
#include "runner/judge/verdict.hpp"

namespace hb::runner {

struct JudgeOptions {
  std::chrono::seconds hang_after{5};
  // The unit has just been built; its program is run as it is.
  bool is_built = false;
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

  const Builder& builder() const { return builder_; }

 private:
  std::optional<Verdict> judge_text(const BuildUnit& unit) const;
  Verdict judge_run(const BuildUnit& unit, const JudgeOptions& options,
                    bool with_sanitizer);
  Verdict blank_verdict() const;

  Workspace workspace_;
  Exercise exercise_;
  Builder builder_;
};

// The runner was told to stop; there is no verdict.
struct Stopped {};

}  // namespace hb::runner

// Judging in a process of its own, so that a save can cancel it and keys stay
// alive meanwhile: `check ID --json`.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runner/judge/verdict.hpp"
#include "runner/system/workspace.hpp"
#include "runner/watch/child_runner.hpp"

namespace hb::runner {

// What the judge told: a stage ("building", "test T"), its verdict, or lines to
// show: stars, or what is no JSON, such as an error message's.
struct JudgeNews {
  std::string stage;
  std::optional<Verdict> verdict;
  std::string text;
};

class JudgeProcess {
 public:
  // So long a cancelled judge may take to end before it is killed.
  static constexpr std::chrono::milliseconds kGrace{500};

  explicit JudgeProcess(const Workspace& workspace) : workspace_(workspace) {}

  // REQUIRES: no judge is running.
  void start(const std::string& exercise);
  bool is_running() const { return child_ != nullptr; }

  // Nothing of what is still to come is news. It runs until read() sees its
  // end, which is soon.
  void cancel();
  bool is_cancelled() const { return cancelled_.has_value(); }

  // Readable when there is news, or the end; -1 when none is running.
  int descriptor() const { return child_ ? child_->output() : -1; }

  // The news since the last call. Also to be called now and then without any:
  // a judge that was cancelled and does not end is killed here.
  std::vector<JudgeNews> read();

 private:
  void end();

  Workspace workspace_;
  std::unique_ptr<ChildRunner> child_;
  std::string partial_;  // a line whose end is still to come
  std::optional<std::chrono::steady_clock::time_point> cancelled_;
};

}  // namespace hb::runner

// A test in step mode: the checker's executable, which is told what to do next
// and answers with the state. CONTRIBUTING, Formats, has the lines.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "runner/judge/step_state.hpp"
#include "runner/judge/test_run.hpp"

namespace hb::runner {

class StepProcess {
 public:
  // `test`: without its suite. Throws UserError (3) if the program cannot be
  // started or says why the test cannot be stepped through.
  StepProcess(const std::filesystem::path& program, const std::string& test,
              const CheckerOptions& options);
  ~StepProcess();
  StepProcess(const StepProcess&) = delete;
  StepProcess& operator=(const StepProcess&) = delete;

  const StepState& state() const { return state_; }

  // Each: empty if it was done, else why not.
  std::string step(const StepMove& move);
  std::string undo(int count);
  std::string replay(const std::string& code);

  // The state does not change. `from_here`: of those that begin like it.
  StepShortest shortest(bool from_here);

 private:
  std::string change(const nlohmann::json& command);
  nlohmann::json ask(const nlohmann::json& command);
  nlohmann::json read_line();
  [[noreturn]] void give_up(const std::string& why) const;

  std::string test_;
  pid_t process_ = -1;
  int commands_ = -1;
  int answers_ = -1;
  std::string waiting_;  // read, and not yet a line
  StepState state_;
};

// The tests of a program, "Suite.Test", in their order.
std::vector<std::string> tests_of(const std::filesystem::path& program);

}  // namespace hb::runner

// The execution that step mode is in, as a list of decisions: every state is
// produced by running the test once more along it.
//
// Thread safety: none.
#pragma once

#include <string>
#include <vector>

#include "checker/explorer/stepper.hpp"
#include "checker/report/program_symbols.hpp"
#include "checker/report/recorded_execution.hpp"
#include "checker/report/step_state.hpp"
#include "checker/runtime/program_source.hpp"

namespace hb::checker {

class SteppedExecution {
 public:
  // REQUIRES: all outlive it.
  SteppedExecution(ProgramSource& source, const Settings& settings,
                   const Symbols& symbols)
      : source_(source), settings_(settings), symbols_(symbols) {}

  // Runs along the decisions, up to where somebody has to decide. Must be
  // called before the questions below, after each change. `address`: what to
  // write down plain accesses to, or 0.
  void run(std::uintptr_t address = 0);

  // --- changes
  // Empty if it was done, else why not.
  std::string step(int thread, std::size_t choice);
  void undo(int count);
  // A code's steps instead of the own.
  std::string replace(const std::vector<ReplayStep>& steps);

  // --- questions
  // Nobody can go on, or it has gone wrong.
  bool is_over() const { return is_over_; }
  const std::vector<Event>& events() const { return events_; }
  std::vector<ReplayStep> steps() const;
  // What somebody decided, so that step() could be told it again.
  struct Move {
    int thread;
    int choice;
  };
  std::vector<Move> moves() const;
  // What was recorded, and what each thread asks for behind it. Both are given
  // away.
  RecordedExecution take_recorded() { return std::move(recorded_); }
  const std::vector<SteppedThread>& threads() const { return threads_; }

 private:
  struct Decision {
    ReplayStep step;
    int choice = 0;  // among the options that its thread had
    bool by_itself = false;
    bool moves_clock = false;
  };

  static bool blocks(Stepper& stepper, const ReplayStep& step);
  Decision decision_for(Stepper& stepper, const ReplayStep& step) const;
  bool follow(Stepper& stepper);
  void go_on_by_itself(Stepper& stepper);
  bool find_automatic(Stepper& stepper, Decision& found) const;
  static bool may_stand(const std::vector<Option>& options);
  void look_around(Stepper& stepper);
  void record(Stepper& stepper);
  void name_child(const Event& create, const CallStack& stack);

  ProgramSource& source_;
  const Settings& settings_;
  const Symbols& symbols_;
  std::vector<Decision> decisions_;
  bool is_over_ = false;
  std::vector<Event> events_;
  std::vector<SteppedThread> threads_;
  RecordedExecution recorded_;
};

}  // namespace hb::checker

// Step mode without a screen: the test, the level if it is one, and what can be
// asked and done. The terminal and the plain form stand before it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runner/catalog/levels.hpp"
#include "runner/judge/step_process.hpp"

namespace hb::runner {

// What is stepped through.
struct StepSubject {
  Exercise exercise;
  std::filesystem::path program;  // NAME.checker
  CheckerOptions options;
  std::vector<std::string> tests;  // without suite, in order
  std::vector<Level> levels;       // of a "break" exercise; else none
  std::filesystem::path breaks;    // where what is won is written
};

class StepGame {
 public:
  // Begins with `test`, one of the subject's.
  StepGame(const StepSubject& subject, const std::string& test);

  const StepSubject& subject() const { return subject_; }
  const StepState& state() const { return process_->state(); }
  const std::string& test() const { return test_; }
  // Null if this is no level.
  const Level* level() const;
  // Its number, from 1.
  std::size_t number() const;
  bool has_next() const;

  // What there is to say of the last thing that was done; may be empty.
  const std::string& message() const { return message_; }

  void step(const StepMove& move);
  void undo(int count);
  void replay(const std::string& code);
  void say_safe();
  void open_next();
  void say(std::string message) { message_ = std::move(message); }

  // Beside each other: the own steps, and what breaks it soonest. Lines.
  std::vector<std::string> compare();
  // What breaks it in the fewest steps, and how it goes on from here. Lines.
  std::vector<std::string> show_shortest();

 private:
  void open(const std::string& test);
  void after_change(const std::string& refusal);
  bool is_won() const;
  // Why the shortest is not told; empty if it is.
  std::string refusal_to_tell() const;
  const StepShortest& shortest();
  void keep(const std::string& answer);

  const StepSubject subject_;
  std::string test_;
  std::unique_ptr<StepProcess> process_;
  std::optional<StepShortest> shortest_;
  std::string message_;
};

}  // namespace hb::runner

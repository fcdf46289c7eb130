#include "runner/step/step_game.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runner/judge/break_it.hpp"
#include "runner/step/step_view.hpp"

namespace hb::runner {

StepGame::StepGame(const StepSubject& subject, const std::string& test)
    : subject_(subject) {
  open(test);
}

void StepGame::open(const std::string& test) {
  process_ = nullptr;  // the one before ends first
  process_ =
      std::make_unique<StepProcess>(subject_.program, test, subject_.options);
  test_ = test;
  shortest_.reset();
  message_.clear();
}

const Level* StepGame::level() const {
  for (const Level& level : subject_.levels) {
    if (level.name == test_) return &level;
  }
  return nullptr;
}

std::size_t StepGame::number() const {
  const auto at =
      std::find(subject_.tests.begin(), subject_.tests.end(), test_);
  return static_cast<std::size_t>(at - subject_.tests.begin()) + 1;
}

bool StepGame::has_next() const { return number() < subject_.tests.size(); }

void StepGame::open_next() {
  if (!has_next()) {
    message_ =
        level() == nullptr ? "this is the last test" : "this is the last level";
    return;
  }
  open(subject_.tests[number()]);
}

void StepGame::after_change(const std::string& refusal) {
  message_ = refusal;
  const Level* const level = this->level();
  if (!refusal.empty() || level == nullptr || state().finding.kind.empty()) {
    return;
  }
  const LevelResult result = judge_steps(state(), *level);
  message_ = result.message;
  if (!result.won) return;
  keep(schedule_of(state()));
  message_ = fmt::format("won: {}, and at most {} were allowed", result.message,
                         level->max_steps);
}

void StepGame::step(const StepMove& move) {
  after_change(process_->step(move));
}

void StepGame::undo(int count) {
  const bool at_start = state().moves.empty();
  after_change(process_->undo(count));
  if (at_start) message_ = "this is the start";
}

void StepGame::replay(const std::string& code) {
  after_change(process_->replay(code));
}

void StepGame::say_safe() {
  const Level* const level = this->level();
  if (level == nullptr) {
    message_ = fmt::format("./workbook check {} says whether it is safe",
                           subject_.exercise.number);
    return;
  }
  const LevelResult result = judge_safe(*level);
  message_ = result.message;
  if (!result.won) return;
  keep("safe");
  message_ = "won: " + result.message;
}

void StepGame::keep(const std::string& answer) {
  write_file(subject_.breaks,
             with_break(read_file(subject_.breaks), test_, answer));
}

bool StepGame::is_won() const {
  const Level* const level = this->level();
  if (level == nullptr) return true;
  for (const BreakAnswer& answer : read_breaks(read_file(subject_.breaks))) {
    if (answer.level == test_ && !answer.text.empty()) return true;
  }
  return false;
}

std::string StepGame::refusal_to_tell() const {
  return is_won() ? "" : "that is told once the level is won";
}

const StepShortest& StepGame::shortest() {
  if (!shortest_) shortest_ = process_->shortest(false);
  return *shortest_;
}

std::vector<std::string> StepGame::show_shortest() {
  message_ = refusal_to_tell();
  if (!message_.empty()) return {};
  const StepShortest& best = shortest();
  if (!best.found) {
    message_ =
        best.complete
            ? fmt::format("nothing breaks it: all {} executions are accepted",
                          best.executions)
            : fmt::format("nothing was found in {} executions; a limit was hit",
                          best.executions);
    return {};
  }
  std::vector<std::string> lines = list_of_steps(
      best.state, fmt::format("the shortest: {} in {} steps",
                              with_article(best.state.finding.kind),
                              best.state.moves.size()));
  lines.push_back("replay code: " + best.state.code);
  if (state().moves.empty() || state().over) return lines;
  const StepShortest from_here = process_->shortest(true);
  lines.push_back(
      from_here.found
          ? fmt::format("from here: {} in {} steps more",
                        with_article(from_here.state.finding.kind),
                        from_here.state.moves.size() - state().moves.size())
          : "from here nothing breaks it: undo first");
  return lines;
}

std::vector<std::string> StepGame::compare() {
  message_ = refusal_to_tell();
  if (!message_.empty()) return {};
  const StepShortest& best = shortest();
  std::vector<std::string> lines = list_of_steps(
      state(), fmt::format("yours: {} in {} steps",
                           state().finding.kind.empty()
                               ? std::string("nothing wrong")
                               : with_article(state().finding.kind),
                           state().moves.size()));
  if (!best.found) {
    lines.emplace_back("nothing was found that breaks it");
    return lines;
  }
  const auto more = list_of_steps(
      best.state, fmt::format("the shortest: {} in {} steps",
                              with_article(best.state.finding.kind),
                              best.state.moves.size()));
  lines.emplace_back();
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

}  // namespace hb::runner

// What the keys of watch mode do.

#include <poll.h>
#include <unistd.h>

#include <fmt/format.h>

#include "runner/learner/progress.hpp"
#include "runner/system/user_error.hpp"
#include "runner/watch/watch.hpp"
#include "runner/watch/watch_text.hpp"

namespace hb::runner {

void Watch::on_keys() {
  pollfd source{STDIN_FILENO, POLLIN, 0};
  if (!terminal_.in_foreground()) source.events = 0;
  if (exit_code_ || poll(&source, 1, 0) <= 0) return;
  const auto keys = terminal_.read_keys();
  if (!keys) {
    exit_code_ = exit_code::kFine;  // the terminal is gone
    return;
  }
  for (const char key : *keys) {
    if (!exit_code_) on_key(key);
  }
}

void Watch::on_key(char key) {
  constexpr char kCtrlD = 4;
  if (asking_) {
    reset(key);
    return;
  }
  const std::string lesson = exercise_->number.substr(0, 2);
  switch (key) {
    case 'h':
      return hand_over("hint", exercise_->number);
    case 'n':
      return next();
    case 'l':
      return hand_over("list", "");
    case 'r':
      return hand_over("lesson", lesson);
    case 'b':
      return hand_over("bench", lesson);
    case 's':
      return hand_over("step", exercise_->number);
    case 'x':
      asking_ = true;
      return;
    case 'q':
    case kCtrlD:
      exit_code_ = exit_code::kFine;
      return;
    default:
      return;  // the bottom line names the keys
  }
}

void Watch::reset(char answer) {
  asking_ = false;
  // The file changes, and so it is judged.
  if (answer == 'y') hand_over("reset", exercise_->number);
}

void Watch::next() {
  const Progress progress = read_progress(workspace_);
  if (const Exercise* other = exercise_after(catalog_, *exercise_, progress)) {
    bottom_.print("\n");
    open(*other);
    return;
  }
  const State state = progress.state_of(*exercise_);
  const bool is_open = state != State::solved && state != State::seen;
  bottom_.print(
      is_open ? fmt::format("{} is the only one left.\n", exercise_->label())
              : all_solved_text(catalog_, progress));
}

}  // namespace hb::runner

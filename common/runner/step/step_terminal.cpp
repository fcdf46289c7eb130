#include "runner/step/step_terminal.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <sstream>

#include "runner/step/step_plain.hpp"
#include "runner/step/step_view.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

constexpr const char* kKeysOfSteps =
    "? help  q quit  0-9 step  u undo  s shortest  c compare  v report  n next";
constexpr const char* kKeysInLevel =
    "? help  q quit  0-9 step  u undo  y safe  n next  v report  c compare";

StepSize size_of_terminal() {
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 &&
      size.ws_row > 0) {
    return {size.ws_col, size.ws_row};
  }
  return {80, 24};
}

std::vector<std::string> help_lines() {
  return {
      "You are the scheduler: nothing happens until you say so.",
      "",
      "0 to 9   the thread with that number takes its next step",
      "a to z   which value it reads, where it may read several: old values",
      "         too, if nothing makes the newer store happen before the read",
      "u        undo, step by step, up to the start",
      "s        what breaks this test in the fewest steps",
      "c        compare your steps with those",
      "v        the report, once something has gone wrong",
      "y        say that this level is safe: that nothing breaks it",
      "n        the next level or test",
      "?        this page",
      "q        quit",
      "",
      "A step is one operation that other threads can see: a lock, an unlock,",
      "a load, a store, a wait, the start of a thread. What lies between two",
      "of them happens with the first. In the end, plain reads and writes that",
      "race have lines of their own, and so has who waits for ever; those are",
      "no steps.",
  };
}

}  // namespace

StepTerminal::StepTerminal(StepGame& game)
    : game_(game), style_(style_of(STDOUT_FILENO)), terminal_(STDIN_FILENO) {
  enter();
}

StepTerminal::~StepTerminal() { leave(); }

// On a page of its own: what was on the screen comes back.
void StepTerminal::enter() {
  terminal_.enter();
  if (!is_ours_) std::fputs("\x1b[?1049h\x1b[?25l", stdout);
  is_ours_ = true;
}

void StepTerminal::leave() {
  if (is_ours_) std::fputs("\x1b[?25h\x1b[?1049l", stdout);
  std::fflush(stdout);
  is_ours_ = false;
  terminal_.leave();
}

void StepTerminal::draw() {
  const StepSize size = size_of_terminal();
  std::vector<std::string> lines;
  if (!reading_.empty()) {
    const std::size_t page =
        std::min(reading_.size(), std::max<std::size_t>(1, size.rows - 1));
    for (std::size_t i = 0; i < page; ++i) {
      lines.push_back(shortened(reading_[i], size.columns));
    }
    lines.push_back(style_.paint(
        Colour::faint, shortened(page < reading_.size() ? "-- any key: more --"
                                                        : "-- any key: back --",
                                 size.columns)));
  } else {
    StepPicture picture = picture_of(game_);
    picture.selecting = selecting_;
    picture.keys = selecting_ ? "a-z choose  any other key: back"
                   : game_.level() != nullptr ? kKeysInLevel
                                              : kKeysOfSteps;
    lines = step_screen(game_.state(), picture, size, style_);
  }
  std::string frame = "\x1b[H";
  for (std::size_t i = 0; i < lines.size() && i < size.rows; ++i) {
    frame += (i == 0 ? "" : "\n") + lines[i] + "\x1b[K";
  }
  frame += "\x1b[J";
  std::fwrite(frame.data(), 1, frame.size(), stdout);
  std::fflush(stdout);
}

int StepTerminal::run() {
  while (!exit_code_) {
    draw();
    std::array<pollfd, 2> sources = {{
        {signals_.descriptor(), POLLIN, 0},
        {STDIN_FILENO,
         static_cast<short>(terminal_.in_foreground() ? POLLIN : 0), 0},
    }};
    poll(sources.data(), sources.size(), -1);
    on_signals();
    if (exit_code_ || sources[1].revents == 0) continue;
    const auto keys = terminal_.read_keys();
    if (!keys) exit_code_ = exit_code::kFine;  // the terminal is gone
    for (const char key : keys.value_or("")) {
      if (!exit_code_) on_key(key);
    }
  }
  leave();
  return *exit_code_;
}

void StepTerminal::on_signals() {
  while (const auto number = signals_.next()) {
    switch (*number) {
      case SIGINT:
      case SIGTERM:
      case SIGHUP:
        exit_code_ = 128 + *number;
        break;
      case SIGTSTP:
        leave();
        signals_.stop_here();
        enter();
        break;
      case SIGCONT:
        enter();
        break;
      default:
        break;  // SIGWINCH: it is drawn anew in any case
    }
  }
}

void StepTerminal::show_lines(std::vector<std::string> lines) {
  reading_.clear();
  const std::size_t columns = size_of_terminal().columns;
  // Long lines are cut, but for the words of a report, which are for 80.
  for (std::string& line : lines) {
    reading_.push_back(shortened(line, columns));
  }
}

void StepTerminal::on_key(char key) {
  constexpr char kCtrlD = 4;
  if (!reading_.empty()) {
    const std::size_t page = std::min(
        reading_.size(), std::max<std::size_t>(1, size_of_terminal().rows - 1));
    reading_.erase(reading_.begin(), reading_.begin() + std::ptrdiff_t(page));
    if (key == 'q' || key == kCtrlD) reading_.clear();
    return;
  }
  if (selecting_) return choose(key);
  if (key >= '0' && key <= '9') return step(key - '0');
  game_.say("");
  switch (key) {
    case 'u':
      return game_.undo(1);
    case 's':
      return show_lines(game_.show_shortest());
    case 'c':
      return show_lines(game_.compare());
    case 'y':
      return game_.say_safe();
    case 'n':
      return game_.open_next();
    case 'v': {
      std::istringstream text(game_.state().finding.text);
      std::vector<std::string> lines;
      for (std::string line; std::getline(text, line);) lines.push_back(line);
      if (lines.empty()) game_.say("nothing has gone wrong");
      return show_lines(std::move(lines));
    }
    case '?':
    case 'h':
      return show_lines(help_lines());
    case 'q':
    case kCtrlD:
      exit_code_ = exit_code::kFine;
      return;
    default:
      return;  // the last line names the keys
  }
}

void StepTerminal::step(int number) {
  const StepThread* thread = game_.state().thread(std::to_string(number));
  if (thread == nullptr) {
    return game_.say(fmt::format("there is no thread {}", number));
  }
  if (thread->choices.size() > 1) {
    selecting_ = number;
    return;
  }
  game_.step({thread->number, 0});
}

void StepTerminal::choose(char key) {
  const int number = *selecting_;
  selecting_.reset();
  game_.say("");
  const StepThread* thread = game_.state().thread(std::to_string(number));
  const int choice = key - 'a';
  if (thread != nullptr && choice >= 0 &&
      choice < static_cast<int>(thread->choices.size())) {
    game_.step({number, choice});
  }
}

}  // namespace hb::runner

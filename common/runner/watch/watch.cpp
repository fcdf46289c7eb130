#include "runner/watch/watch.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "runner/watch/watch_text.hpp"

namespace hb::runner {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

Watch::Watch(const Workspace& workspace, const Catalog& catalog,
             const Exercise& first)
    : workspace_(workspace),
      catalog_(catalog),
      exercise_(&first),
      style_(style_of(STDOUT_FILENO)),
      terminal_(STDIN_FILENO),
      judge_(workspace) {}

int Watch::run() {
  open(*exercise_);
  while (!exit_code_) {
    if (judge_again_ && !judge_.is_running()) judge();
    show_status();
    wait_for_news();
    on_signals();
    on_file();
    on_judge();
    on_keys();
  }
  return *exit_code_;
}

void Watch::open(const Exercise& exercise) {
  exercise_ = &exercise;
  bottom_.print(header_text(workspace_, catalog_, exercise, style_));
  std::vector<std::filesystem::path> files;
  for (const std::string& file : exercise.edit) {
    files.push_back(exercise.path / file);
  }
  files_ = std::make_unique<FileWatch>(std::move(files));
  judge_.cancel();
  judge_again_ = true;
  stage_.clear();
}

void Watch::judge() {
  judge_again_ = false;
  stage_ = "building";
  since_ = steady_clock::now();
  judge_.start(exercise_->number);
}

// Until something has happened, or it is time to look at the file or to show
// that time goes by.
void Watch::wait_for_news() {
  std::array<pollfd, 4> sources = {{
      {signals_.descriptor(), POLLIN, 0},
      {files_->descriptor(), POLLIN, 0},
      {judge_.descriptor(), POLLIN, 0},
      // In the background, reading would stop us.
      {STDIN_FILENO, static_cast<short>(terminal_.in_foreground() ? POLLIN : 0),
       0},
  }};
  poll(sources.data(), sources.size(),
       static_cast<int>(files_->patience().count()));
}

void Watch::on_signals() {
  while (const auto number = signals_.next()) {
    switch (*number) {
      case SIGINT:
      case SIGTERM:
      case SIGHUP:
        exit_code_ = 128 + *number;
        break;
      case SIGTSTP:
        suspend();
        break;
      case SIGCONT:
        // Whoever had the terminal meanwhile may have left it otherwise.
        terminal_.enter();
        bottom_.forget();
        break;
      case SIGWINCH:
        bottom_.forget();
        break;
      default:
        break;  // SIGCHLD: hand_over() waits for it
    }
  }
}

void Watch::on_file() {
  switch (files_->look()) {
    case FileWatch::Seen::nothing:
      return;
    case FileWatch::Seen::change:
      stage_ = "saved";
      break;
    case FileWatch::Seen::save:
      judge_again_ = true;
      break;
  }
  since_ = steady_clock::now();
  judge_.cancel();
}

void Watch::on_judge() {
  if (!judge_.is_running()) return;
  for (const JudgeNews& news : judge_.read()) {
    if (!news.stage.empty()) {
      stage_ = news.stage;
      since_ = steady_clock::now();
      continue;
    }
    if (!news.verdict && news.text.empty()) continue;
    stage_.clear();
    bottom_.print(news.verdict ? news_text(workspace_, catalog_, *exercise_,
                                           *news.verdict, style_)
                               : news.text);
  }
  if (judge_.is_running() || judge_again_ || stage_.empty()) return;
  if (stage_ == "saved") return;  // the end of a cancelled one
  stage_.clear();
  bottom_.print(
      fmt::format("error: the judge of {} ended without a verdict\n"
                  "  try: ./workbook check {}\n",
                  exercise_->label(), exercise_->number));
}

void Watch::show_status() {
  if (asking_) {
    return bottom_.ask(
        fmt::format("reset {}? what you wrote is kept as a copy: y yes  n no ",
                    exercise_->label()));
  }
  if (stage_.empty()) return bottom_.show_idle(exercise_->number);
  std::string status = exercise_->number + ": " + stage_;
  const auto waited = duration_cast<seconds>(steady_clock::now() - since_);
  if (bottom_.is_live() && waited >= seconds(1)) {
    status += fmt::format(", {} s", waited.count());
  }
  bottom_.show_busy(status);
}

void Watch::suspend() {
  // Nothing of ours is busy while we are stopped.
  if (judge_.is_running()) {
    judge_.cancel();
    judge_again_ = true;
  }
  while (judge_.is_running()) {
    poll(nullptr, 0, 10);
    judge_.read();
  }
  bottom_.wipe();
  terminal_.leave();
  signals_.stop_here();
  terminal_.enter();
}

void Watch::hand_over(const std::string& command, const std::string& argument) {
  bottom_.print("\n");
  terminal_.leave();
  {
    std::vector<std::string> words = {command};
    if (!argument.empty()) words.push_back(argument);
    const SignalQueue::CtrlZStops ctrl_z_stops_both;
    ChildRunner child(words, ChildRunner::Streams::terminal);
    while (!child.has_ended() && !exit_code_) {
      pollfd source{signals_.descriptor(), POLLIN, 0};
      poll(&source, 1, 200);
      while (const auto number = signals_.next()) {
        // Ctrl-C is meant for the other program.
        if (*number == SIGTERM || *number == SIGHUP) exit_code_ = 128 + *number;
      }
    }
  }
  // Keys meant for what ran long are not for us; a quick `h h` is.
  if (command == "lesson" || command == "bench") terminal_.forget_keys();
  terminal_.enter();
}

}  // namespace hb::runner

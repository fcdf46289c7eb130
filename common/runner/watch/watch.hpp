// Watch mode on a terminal: a save, a verdict; and keys.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runner/catalog/catalog.hpp"
#include "runner/system/screen.hpp"
#include "runner/watch/bottom_line.hpp"
#include "runner/watch/file_watch.hpp"
#include "runner/watch/judge_process.hpp"
#include "runner/watch/signal_queue.hpp"
#include "runner/watch/terminal.hpp"

namespace hb::runner {

// One thread, which waits for keys, signals, saves and the judge at once, and
// for none of them alone.
class Watch {
 public:
  Watch(const Workspace& workspace, const Catalog& catalog,
        const Exercise& first);

  // Until the learner quits, or a signal ends it. Returns the exit code.
  int run();

 private:
  void open(const Exercise& exercise);
  void judge();
  void wait_for_news();
  void on_signals();
  void on_keys();
  void on_key(char key);
  void on_file();
  void on_judge();
  void show_status();

  void next();
  void reset(char answer);
  void suspend();
  // Gives the terminal to `workbook COMMAND ARGUMENT` until that ends.
  void hand_over(const std::string& command, const std::string& argument);

  const Workspace workspace_;
  const Catalog catalog_;
  const Exercise* exercise_;
  const Style style_;

  // In this order: the last one ends first.
  SignalQueue signals_;
  RawTerminal terminal_;
  BottomLine bottom_;
  std::unique_ptr<FileWatch> files_;
  JudgeProcess judge_;

  bool judge_again_ = true;  // as soon as no judge is running
  bool asking_ = false;      // whether to reset
  std::string stage_;  // of the judge; empty when there is no news to come
  std::chrono::steady_clock::time_point since_;  // it is in that stage
  std::optional<int> exit_code_;
};

}  // namespace hb::runner

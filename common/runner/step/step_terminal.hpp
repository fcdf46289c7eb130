// Step mode on a terminal: the whole screen, and keys.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/step/step_game.hpp"
#include "runner/system/screen.hpp"
#include "runner/watch/signal_queue.hpp"
#include "runner/watch/terminal.hpp"

namespace hb::runner {

class StepTerminal {
 public:
  explicit StepTerminal(StepGame& game);
  ~StepTerminal();
  StepTerminal(const StepTerminal&) = delete;
  StepTerminal& operator=(const StepTerminal&) = delete;

  // Until somebody quits, or a signal ends it. Returns the exit code.
  int run();

 private:
  void enter();
  void leave();
  void draw();
  void on_signals();
  void on_key(char key);
  void choose(char key);
  void step(int thread);
  void show_lines(std::vector<std::string> lines);

  StepGame& game_;
  const Style style_;
  SignalQueue signals_;
  RawTerminal terminal_;
  bool is_ours_ = false;              // the screen
  std::optional<int> selecting_;      // a thread that has several choices
  std::vector<std::string> reading_;  // instead of the columns; a page a key
  std::optional<int> exit_code_;
};

}  // namespace hb::runner

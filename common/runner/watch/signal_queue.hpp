// Signals as something to wait for beside the keys, in place of handlers.
#pragma once

#include <csignal>
#include <optional>

namespace hb::runner {

// While it lives, the signals of a terminal program (SIGINT, SIGTERM, SIGHUP,
// SIGTSTP, SIGCONT, SIGWINCH, SIGCHLD) wait in a queue. One object at a time,
// made before any thread is.
class SignalQueue {
 public:
  SignalQueue();
  ~SignalQueue();
  SignalQueue(const SignalQueue&) = delete;
  SignalQueue& operator=(const SignalQueue&) = delete;

  // Readable while a signal waits.
  int descriptor() const { return descriptor_; }

  // The next signal, without waiting for one.
  std::optional<int> next();

  // Stops this process as Ctrl-Z does, and returns when it goes on.
  void stop_here();

  // While it lives, Ctrl-Z stops this process by itself: for the time in which
  // another program has the terminal.
  class CtrlZStops {
   public:
    CtrlZStops();
    ~CtrlZStops();
    CtrlZStops(const CtrlZStops&) = delete;
    CtrlZStops& operator=(const CtrlZStops&) = delete;
  };

 private:
  sigset_t before_;
  int descriptor_;
};

}  // namespace hb::runner

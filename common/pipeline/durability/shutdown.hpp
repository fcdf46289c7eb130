// From a signal to a stop that every wait can see.
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>

namespace hb::pipeline {

// SIGINT, SIGTERM and SIGHUP request a stop: the reader ends, what is accepted
// is drained. When `grace` has passed, or at the second signal, hard_stop() is
// requested too: waits end at once, and what is not written is lost. The third
// ends the program, and may leave a partial file. One object
// at a time in a program; its constructor must run before other threads are
// started, since it blocks the signals and a thread of its own takes them.
class Shutdown {
 public:
  explicit Shutdown(std::chrono::milliseconds grace);
  ~Shutdown();

  Shutdown(const Shutdown&) = delete;
  Shutdown& operator=(const Shutdown&) = delete;

  std::stop_token drain() const;
  std::stop_token hard_stop() const;
  // 0, or the first that came.
  int signal() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hb::pipeline

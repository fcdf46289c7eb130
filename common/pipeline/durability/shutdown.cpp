#include "pipeline/durability/shutdown.hpp"

#include <pthread.h>

#include <csignal>

#include "exec/thread.hpp"
#include "pipeline/durability/drain_then_stop.hpp"
#include "pipeline/durability/signal_source.hpp"

namespace hb::pipeline {

namespace {

// The third signal ends the program, as the first does one that takes none: the
// run may hang in a call that no stop reaches, such as reading a key from a
// pipe that nobody writes.
void end_at(int signal) {
  if (signal == 0) return;
  std::signal(signal, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  ::raise(signal);
}

}  // namespace

struct Shutdown::State {
  explicit State(std::chrono::milliseconds grace)
      : stops(grace),
        thread({.name = "signals"}, [this] { end_at(stops.watch(source)); }) {}
  // WHY close before the join that follows: the thread may wait for ever.
  ~State() { source.close(); }

  SignalSource source;  // before the thread: it inherits the mask
  DrainThenStop stops;
  exec::Thread thread;
};

Shutdown::Shutdown(std::chrono::milliseconds grace)
    : state_(std::make_unique<State>(grace)) {}
Shutdown::~Shutdown() = default;

std::stop_token Shutdown::drain() const { return state_->stops.drain(); }
std::stop_token Shutdown::hard_stop() const {
  return state_->stops.hard_stop();
}
int Shutdown::signal() const { return state_->stops.signal(); }

}  // namespace hb::pipeline

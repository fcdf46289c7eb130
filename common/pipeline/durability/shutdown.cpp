#include "pipeline/durability/shutdown.hpp"

#include "exec/thread.hpp"
#include "pipeline/durability/drain_then_stop.hpp"
#include "pipeline/durability/signal_source.hpp"

namespace hb::pipeline {

struct Shutdown::State {
  explicit State(std::chrono::milliseconds grace)
      : stops(grace),
        thread({.name = "signals"}, [this] { stops.watch(source); }) {}
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

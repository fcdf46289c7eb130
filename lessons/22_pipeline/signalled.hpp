// An interruption is told by the signal that it came from.
#pragma once

#include <csignal>

#include "pipeline/durability/shutdown.hpp"
#include "pipeline/failure.hpp"

namespace hb::pipeline {

// What `body` returns. WHY: what it calls knows a stop, and not why; 130 would
// be SIGINT's code, after SIGTERM and SIGHUP, too.
template <typename Body>
auto signalled(const Shutdown& shutdown, const Body& body) {
  try {
    return body();
  } catch (const Failure& failure) {
    const int signal = shutdown.signal();
    if (failure.kind() != FailureKind::interrupted || signal == 0) throw;
    throw Failure(static_cast<FailureKind>(128 + signal), failure.stage(),
                  failure.item(), "stopped before the end");
  }
}

}  // namespace hb::pipeline

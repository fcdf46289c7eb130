// The metrics for a Prometheus server that asks: http://127.0.0.1:PORT/metrics.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

// Answers on the loopback address alone, in a thread of its own, until it is
// destroyed.
class PrometheusEndpoint {
 public:
  // `picture` is called by its threads, for every question; it must be
  // thread-safe and live as long. Port 0: any that is free. Throws Failure:
  // cannot_create if the port is taken; usage where this program was built
  // without prometheus-cpp.
  PrometheusEndpoint(std::uint16_t port, std::function<MetricsView()> picture);
  ~PrometheusEndpoint();

  PrometheusEndpoint(const PrometheusEndpoint&) = delete;
  PrometheusEndpoint& operator=(const PrometheusEndpoint&) = delete;

  std::uint16_t port() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hb::pipeline

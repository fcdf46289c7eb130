#include "pipeline/metrics/prometheus_endpoint.hpp"

#include <string>

#include "pipeline/failure.hpp"

#ifdef HB_HAVE_PROMETHEUS

#include <arpa/inet.h>
#include <netinet/in.h>
#include <prometheus/collectable.h>
#include <prometheus/exposer.h>
#include <prometheus/metric_family.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "exec/signal.hpp"
#include "exec/thread.hpp"
#include "pipeline/metrics/export.hpp"

namespace hb::pipeline {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily family(const std::string& name, std::string_view help,
                    MetricType type, ClientMetric metric) {
  return {.name = name,
          .help = std::string(help),
          .type = type,
          .metric = {std::move(metric)}};
}

ClientMetric client_histogram(const Percentiles& times,
                              const std::vector<double>& bounds_ms) {
  ClientMetric metric;
  metric.histogram.sample_count = times.count;
  metric.histogram.sample_sum = times.sum_ms;
  for (std::size_t i = 0; i < times.buckets.size(); ++i) {
    metric.histogram.bucket.push_back({times.buckets[i], bounds_ms[i]});
  }
  return metric;
}

// The library's view of ours: made anew for every question.
class Collected final : public prometheus::Collectable {
 public:
  explicit Collected(std::function<MetricsView()> picture)
      : picture_(std::move(picture)) {}

  std::vector<MetricFamily> Collect() const override {
    const MetricsView view = picture_();
    const Exported list = exported(view);
    const std::vector<double> bounds_ms = exported_bounds_ms();
    std::vector<MetricFamily> families;
    for (const ExportedValue& counter : list.counters) {
      ClientMetric metric;
      metric.counter.value = counter.value;
      families.push_back(family(counter.name, counter.help, MetricType::Counter,
                                std::move(metric)));
    }
    for (const ExportedValue& gauge : list.gauges) {
      ClientMetric metric;
      metric.gauge.value = gauge.value;
      families.push_back(
          family(gauge.name, gauge.help, MetricType::Gauge, std::move(metric)));
    }
    for (const ExportedHistogram& times : list.histograms) {
      families.push_back(family(times.name, times.help, MetricType::Histogram,
                                client_histogram(*times.times, bounds_ms)));
    }
    return families;
  }

 private:
  std::function<MetricsView()> picture_;
};

void call(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  static_cast<void>(
      ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to));
  ::close(fd);
}

// Again and again: the first call may come before the server is told to end.
void call_until(exec::Signal& ended, int port) {
  const auto a_little_later = [] {
    return std::chrono::steady_clock::now() + std::chrono::milliseconds(1);
  };
  do {
    call(port);
  } while (ended.wait_until(a_little_later()) != sync::Outcome::done);
}

}  // namespace

struct PrometheusEndpoint::State {
  // WHY before the server: it asks this until its threads have ended.
  std::shared_ptr<Collected> collected;
  std::optional<prometheus::Exposer> exposer;

  // WHY a caller: civetweb's server looks whether it should end every two
  // seconds, or when somebody connects; a run would end as much later.
  ~State() {
    if (!exposer) return;
    exec::Signal ended;
    exec::Thread caller;
    try {
      const int port = exposer->GetListeningPorts().at(0);
      caller = exec::Thread({.name = "metrics-end"},
                            [&ended, port] { call_until(ended, port); });
    } catch (const std::exception&) {  // no thread to be had: it ends later
    }
    exposer.reset();
    ended.set();
  }
};

PrometheusEndpoint::PrometheusEndpoint(std::uint16_t port,
                                       std::function<MetricsView()> picture) {
  const std::string address = "127.0.0.1:" + std::to_string(port);
  try {
    state_ = std::make_unique<State>();
    state_->collected = std::make_shared<Collected>(std::move(picture));
    state_->exposer.emplace(address, 1);
  } catch (const std::exception&) {
    throw Failure(FailureKind::cannot_create, Stage::write, address,
                  "no metrics can be served there: another program may have "
                  "the port; --metrics-port=0 takes one that is free");
  }
  state_->exposer->RegisterCollectable(state_->collected);
}

PrometheusEndpoint::~PrometheusEndpoint() = default;

std::uint16_t PrometheusEndpoint::port() const {
  return static_cast<std::uint16_t>(state_->exposer->GetListeningPorts().at(0));
}

}  // namespace hb::pipeline

#else

namespace hb::pipeline {

struct PrometheusEndpoint::State {};

PrometheusEndpoint::PrometheusEndpoint(std::uint16_t port,
                                       std::function<MetricsView()>) {
  throw Failure(FailureKind::usage, Stage::write,
                "127.0.0.1:" + std::to_string(port),
                "this program was built without prometheus-cpp; "
                "--metrics-file=PATH writes the same text to a file");
}

PrometheusEndpoint::~PrometheusEndpoint() = default;

std::uint16_t PrometheusEndpoint::port() const { return 0; }

}  // namespace hb::pipeline

#endif

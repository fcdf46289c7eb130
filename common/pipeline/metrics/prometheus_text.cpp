#include "pipeline/metrics/prometheus_text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <iterator>
#include <system_error>
#include <utility>

#include "pipeline/failure.hpp"
#include "pipeline/metrics/export.hpp"

namespace hb::pipeline {
namespace {

using Text = std::back_insert_iterator<std::string>;

void head(Text text, std::string_view name, std::string_view help,
          std::string_view type) {
  fmt::format_to(text, "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

void histogram(Text text, const ExportedHistogram& exported,
               const std::vector<double>& bounds_ms) {
  const Percentiles& times = *exported.times;
  head(text, exported.name, exported.help, "histogram");
  for (std::size_t i = 0; i < times.buckets.size(); ++i) {
    fmt::format_to(text, "{}_bucket{{le=\"{}\"}} {}\n", exported.name,
                   bounds_ms[i], times.buckets[i]);
  }
  fmt::format_to(text,
                 "{0}_bucket{{le=\"+Inf\"}} {1}\n{0}_sum {2}\n"
                 "{0}_count {1}\n",
                 exported.name, times.count, times.sum_ms);
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }
  bool close() { return fd_ < 0 || ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

std::string prometheus_text(const MetricsView& view) {
  const Exported list = exported(view);
  const std::vector<double> bounds_ms = exported_bounds_ms();
  std::string all;
  const Text text(all);
  for (const ExportedValue& counter : list.counters) {
    head(text, counter.name, counter.help, "counter");
    fmt::format_to(text, "{} {}\n", counter.name, counter.value);
  }
  for (const ExportedValue& gauge : list.gauges) {
    head(text, gauge.name, gauge.help, "gauge");
    fmt::format_to(text, "{} {}\n", gauge.name, gauge.value);
  }
  for (const ExportedHistogram& times : list.histograms) {
    histogram(text, times, bounds_ms);
  }
  return all;
}

void write_metrics_file(const std::filesystem::path& path,
                        const MetricsView& view) {
  std::filesystem::path partial = path;
  partial += ".partial";
  // WHY not the umask's: a collector of another user has to read it, and there
  // is nothing secret in it.
  constexpr mode_t kReadableByAll = 0644;
  Descriptor file(::open(partial.c_str(),
                         O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                         kReadableByAll));
  if (file.get() < 0) {
    throw system_failure(errno, Stage::write, path.native());
  }
  if (!write_all(file.get(), prometheus_text(view)) || !file.close() ||
      ::rename(partial.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(partial.c_str());
    throw system_failure(error, Stage::write, path.native());
  }
}

}  // namespace hb::pipeline

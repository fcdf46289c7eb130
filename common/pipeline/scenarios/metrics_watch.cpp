#include "pipeline/scenarios/metrics_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <string>
#include <utility>

namespace hb::pipeline {

MetricsWatch::MetricsWatch(std::filesystem::path path)
    : path_(std::move(path)),
      changes_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK), Stage::read,
               path_.native()) {
  if (!changes_ ||
      ::inotify_add_watch(changes_.fd(), path_.parent_path().c_str(),
                          IN_MOVED_TO) < 0) {
    throw system_failure(errno, Stage::read, path_.native());
  }
}

void MetricsWatch::forget_changes() const {
  std::array<char, 4096> events;
  while (::read(changes_.fd(), events.data(), events.size()) > 0) {
  }
}

std::uint64_t MetricsWatch::bytes_processed() const {
  const std::string name = "workbook_bytes_processed_total ";
  std::ifstream file(path_);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name)) return std::stoull(line.substr(name.size()));
  }
  return 0;
}

}  // namespace hb::pipeline

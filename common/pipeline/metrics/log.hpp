// Log lines that pass above a dashboard and never tear it.
//
//   read       INFO     opened file=a.bin
//
// The columns, the fields and the escapes are those of log/logger.hpp. WHY not
// that logger: lines have to go through the screen that draws the dashboard,
// which is what a sink of spdlog is for. WHY not spdlog's asynchronous logger:
// it formats in its own thread, whose name would then stand in every line.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "log/logger.hpp"
#include "pipeline/metrics/live_text.hpp"

namespace hb::pipeline {

// "debug", "info", "warning" or "error", as --log-level takes it.
std::optional<log::Level> level_named(std::string_view name);

// Thread-safe. Lines of different threads come in the order of their writes.
class Log {
 public:
  // REQUIRES: `screen` outlives it.
  explicit Log(LiveText& screen, log::Level least = log::Level::info);
  ~Log();

  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void debug(std::string_view message, log::Fields fields = {}) {
    write(log::Level::debug, message, fields);
  }
  void info(std::string_view message, log::Fields fields = {}) {
    write(log::Level::info, message, fields);
  }
  void warning(std::string_view message, log::Fields fields = {}) {
    write(log::Level::warning, message, fields);
  }
  void error(std::string_view message, log::Fields fields = {}) {
    write(log::Level::error, message, fields);
  }

  // Writes nothing below the least level. Never throws; leaves errno as it was.
  void write(log::Level level, std::string_view message,
             log::Fields fields = {}) noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hb::pipeline

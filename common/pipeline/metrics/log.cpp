// The only file that includes spdlog: its headers take seconds to compile.
#include "pipeline/metrics/log.hpp"

#include <pthread.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <array>
#include <cerrno>
#include <mutex>
#include <string>
#include <utility>

namespace hb::pipeline {
namespace {

spdlog::level::level_enum level_of(log::Level level) {
  switch (level) {
    case log::Level::debug:
      return spdlog::level::debug;
    case log::Level::info:
      return spdlog::level::info;
    case log::Level::warning:
      return spdlog::level::warn;
    case log::Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

log::Level level_of(spdlog::level::level_enum level) {
  if (level <= spdlog::level::debug) return log::Level::debug;
  if (level == spdlog::level::info) return log::Level::info;
  if (level == spdlog::level::warn) return log::Level::warning;
  return log::Level::error;
}

void append_column(spdlog::memory_buf_t& line, std::string_view text,
                   std::size_t width) {
  line.append(text.data(), text.data() + text.size());
  for (std::size_t i = text.size(); i < width; ++i) line.push_back(' ');
}

// The calling thread's name, which spdlog's own flags do not have.
class ThreadName final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg&, const std::tm&,
              spdlog::memory_buf_t& line) override {
    std::array<char, 16> name = {};
    pthread_getname_np(pthread_self(), name.data(), name.size());
    append_column(line, log::body(name.data(), {}), 10);
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<ThreadName>();
  }
};

// Python's names for the levels: spdlog says "warning" in small letters.
class LevelName final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&,
              spdlog::memory_buf_t& line) override {
    append_column(line, log::name_of(level_of(message.level)), 8);
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<LevelName>();
  }
};

// WHY a mutex here, though the screen has one: a formatter keeps state.
class ScreenSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit ScreenSink(LiveText& screen) : screen_(screen) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    screen_.print_above({line.data(), line.size()});
  }
  void flush_() override {}

 private:
  LiveText& screen_;
};

std::unique_ptr<spdlog::pattern_formatter> columns() {
  auto made = std::make_unique<spdlog::pattern_formatter>(
      spdlog::pattern_time_type::local, "\n");
  made->add_flag<ThreadName>('N').add_flag<LevelName>('V').set_pattern(
      "%N %V %v");
  return made;
}

}  // namespace

std::optional<log::Level> level_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, log::Level>, 4> levels = {
      {{"debug", log::Level::debug},
       {"info", log::Level::info},
       {"warning", log::Level::warning},
       {"error", log::Level::error}}};
  for (const auto& [known, level] : levels) {
    if (known == name) return level;
  }
  return std::nullopt;
}

struct Log::State {
  spdlog::logger logger;
};

Log::Log(LiveText& screen, log::Level least)
    : state_(new State{
          spdlog::logger("pipeline", std::make_shared<ScreenSink>(screen))}) {
  state_->logger.set_formatter(columns());
  state_->logger.set_level(level_of(least));
  // WHY: a log never ends a run, and says nothing about itself either.
  state_->logger.set_error_handler([](const std::string&) {});
}

Log::~Log() = default;

void Log::write(log::Level level, std::string_view message,
                log::Fields fields) noexcept {
  if (!state_->logger.should_log(level_of(level))) return;
  const int error = errno;  // the caller may be about to look at it
  try {
    state_->logger.log(level_of(level), log::body(message, fields));
  } catch (...) {  // no memory for the line: it is lost
  }
  errno = error;
}

}  // namespace hb::pipeline

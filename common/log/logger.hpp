// Log lines that say which thread wrote them, and that never run into another.
//
//   hb::log::Logger logger(STDERR_FILENO, hb::log::Level::debug);
//   logger.info("Processing", {{"page", n}, {"file", path}});
//
//   pipeline-worker INFO     Processing page=7 file=a.mrc
//
// The columns are "%-10s %-8s message": the thread's name, as
// pthread_setname_np or exec::Thread gave it, and the level. A line is one
// write(2).
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>

namespace hb::log {

enum class Level { debug, info, warning, error };

// name=value. Made where the line is written, and read at once.
class Field {
 public:
  template <typename T>
  Field(std::string_view name, const T& value) : name_(name) {
    if constexpr (std::same_as<T, bool>) {
      value_ = value ? "true" : "false";
    } else if constexpr (std::is_arithmetic_v<T>) {
      value_ = std::to_string(value);
    } else {
      value_ = std::string_view(value);
    }
  }

  std::string_view name() const { return name_; }
  std::string_view value() const { return value_; }

 private:
  std::string_view name_;
  std::string value_;
};

using Fields = std::initializer_list<Field>;

// The line with its end: what has a control character, such as the end of a
// line, is written \n, \t or \x1b, so that it stays one line. A value with a
// space or a quote is quoted.
std::string format(std::string_view thread, Level level,
                   std::string_view message, Fields fields);

// What stands behind the columns in it, without its end; and a level's name.
std::string body(std::string_view message, Fields fields);
std::string_view name_of(Level level);

// Thread-safe. Lines of different threads come in the order of their writes.
class Logger {
 public:
  // REQUIRES: the file descriptor stays open. It is not closed.
  explicit Logger(int fd, Level least = Level::info) : fd_(fd), least_(least) {}

  void debug(std::string_view message, Fields fields = {}) {
    log(Level::debug, message, fields);
  }
  void info(std::string_view message, Fields fields = {}) {
    log(Level::info, message, fields);
  }
  void warning(std::string_view message, Fields fields = {}) {
    log(Level::warning, message, fields);
  }
  void error(std::string_view message, Fields fields = {}) {
    log(Level::error, message, fields);
  }

  // Writes nothing below the least level. A line that cannot be written, to a
  // full disk or a pipe without a reader, is lost, or its end: a log never ends
  // a program. Waits while a pipe is full. Leaves errno as it was.
  void log(Level level, std::string_view message, Fields fields = {});

 private:
  void write(std::string_view line);

  const int fd_;
  const Level least_;
  std::mutex writing_;    // held for the write alone, never while formatting
  bool is_torn_ = false;  // guarded by writing_: the last line lacks its end
};

}  // namespace hb::log

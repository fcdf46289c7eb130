#include "log/logger.hpp"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>

namespace hb::log {
namespace {

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug:
      return "DEBUG";
    case Level::info:
      return "INFO";
    case Level::warning:
      return "WARNING";
    case Level::error:
      return "ERROR";
  }
  return "?";
}

void append_column(std::string& line, std::string_view text,
                   std::size_t width) {
  line += text;
  line.append(text.size() < width ? width - text.size() : 0, ' ');
  line += ' ';
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

void append_visible(std::string& line, std::string_view text) {
  for (const char c : text) {
    if (!is_control(c)) {
      line += c;
    } else if (c == '\n') {
      line += "\\n";
    } else if (c == '\t') {
      line += "\\t";
    } else {
      constexpr std::string_view digits = "0123456789abcdef";
      line += "\\x";
      line += digits[static_cast<unsigned char>(c) >> 4U];
      line += digits[static_cast<unsigned char>(c) & 0xfU];
    }
  }
}

void append_value(std::string& line, std::string_view value) {
  const bool plain =
      !value.empty() && value.find_first_of(" \"=\\") == std::string_view::npos;
  if (plain) return append_visible(line, value);
  line += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') line += '\\';
    append_visible(line, {&c, 1});
  }
  line += '"';
}

}  // namespace

std::string format(std::string_view thread, Level level,
                   std::string_view message, Fields fields) {
  std::string line;
  append_column(line, thread, 10);
  append_column(line, name_of(level), 8);
  append_visible(line, message);
  for (const Field& field : fields) {
    line += ' ';
    append_visible(line, field.name());
    line += '=';
    append_value(line, field.value());
  }
  line += '\n';
  return line;
}

void Logger::log(Level level, std::string_view message, Fields fields) {
  if (level < least_) return;
  std::array<char, 16> thread = {};
  pthread_getname_np(pthread_self(), thread.data(), thread.size());
  const std::string line = format(thread.data(), level, message, fields);

  // WHY a lock around one system call: a pipe that is full, or a line of more
  // than PIPE_BUF bytes, may be written in parts; no other line gets between.
  std::lock_guard lock(writing_);
  for (std::string_view left = line; !left.empty();) {
    const ssize_t written = ::write(fd_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    left.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace hb::log

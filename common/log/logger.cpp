#include "log/logger.hpp"

#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <ctime>

namespace hb::log {
namespace {

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

// WHY: a pipe that nobody reads any more is an error as others are here; but by
// its signal, it would end the program.
class PipeSignalHeld {
 public:
  PipeSignalHeld() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~PipeSignalHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  PipeSignalHeld(const PipeSignalHeld&) = delete;
  PipeSignalHeld& operator=(const PipeSignalHeld&) = delete;

  // Takes the signal of a write that failed: it came to this thread.
  void drop() {
    if (sigismember(&before_, SIGPIPE) == 1) return;  // its owner knows of it
    const timespec now = {};
    while (sigtimedwait(&pipe_, nullptr, &now) < 0 && errno == EINTR) {
    }
  }

 private:
  sigset_t pipe_;
  sigset_t before_;
};

// The bytes that were written. A descriptor that others have made non-blocking
// is waited for, as one that blocks.
std::size_t write_all(int fd, std::string_view line) {
  PipeSignalHeld signal;
  std::string_view left = line;
  while (!left.empty()) {
    const ssize_t written = ::write(fd, left.data(), left.size());
    if (written > 0) {
      left.remove_prefix(static_cast<std::size_t>(written));
    } else if (written < 0 && errno == EAGAIN) {
      pollfd ready = {.fd = fd, .events = POLLOUT, .revents = 0};
      poll(&ready, 1, -1);
    } else if (written == 0 || errno != EINTR) {
      if (written < 0 && errno == EPIPE) signal.drop();
      break;
    }
  }
  return line.size() - left.size();
}

}  // namespace

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

std::string body(std::string_view message, Fields fields) {
  std::string text;
  append_visible(text, message);
  for (const Field& field : fields) {
    text += ' ';
    append_visible(text, field.name());
    text += '=';
    append_value(text, field.value());
  }
  return text;
}

std::string format(std::string_view thread, Level level,
                   std::string_view message, Fields fields) {
  std::string line;
  append_column(line, body(thread, {}), 10);  // anybody may have named it
  append_column(line, name_of(level), 8);
  line += body(message, fields);
  line += '\n';
  return line;
}

void Logger::log(Level level, std::string_view message, Fields fields) {
  if (level < least_) return;
  const int error = errno;  // the caller may be about to look at it
  std::array<char, 16> thread = {};
  pthread_getname_np(pthread_self(), thread.data(), thread.size());
  write(format(thread.data(), level, message, fields));
  errno = error;
}

void Logger::write(std::string_view line) {
  // WHY a lock around one system call: a pipe that is full, or a line of more
  // than PIPE_BUF bytes, may be written in parts; no other line gets between.
  std::lock_guard lock(writing_);
  if (is_torn_ && write_all(fd_, "\n") == 0) return;
  const std::size_t written = write_all(fd_, line);
  is_torn_ = 0 < written && written < line.size();
}

}  // namespace hb::log

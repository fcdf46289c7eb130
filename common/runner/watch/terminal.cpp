#include "runner/watch/terminal.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace hb::runner {

std::string KeyReader::keys(std::string_view bytes) {
  constexpr char kEscape = '\x1b';
  std::string found;
  for (const char c : bytes) {
    switch (within_) {
      case Within::nothing:
        if (c == kEscape) {
          within_ = Within::escape;
        } else if (static_cast<unsigned char>(c) < 0x80) {
          found += c;
        }
        break;
      case Within::escape:  // Alt and a key, or the beginning of more
        within_ = c == '[' || c == 'O' ? Within::sequence : Within::nothing;
        break;
      case Within::sequence:
        if (c >= '@' && c <= '~') within_ = Within::nothing;
        break;
    }
  }
  return found;
}

RawTerminal::RawTerminal(int terminal) : terminal_(terminal) {
  tcgetattr(terminal_, &own_);
  enter();
}

RawTerminal::~RawTerminal() { leave(); }

bool RawTerminal::in_foreground() const {
  return tcgetpgrp(terminal_) == getpgrp();
}

void RawTerminal::enter() {
  if (!in_foreground()) return;
  termios raw = own_;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  entered_ = tcsetattr(terminal_, TCSANOW, &raw) == 0;
}

void RawTerminal::forget_keys() { tcflush(terminal_, TCIFLUSH); }

void RawTerminal::leave() {
  if (!entered_ || !in_foreground()) return;
  // WHY now and not once the output is drained: Ctrl-S may hold the output for
  // ever, and we may be on our way out.
  tcsetattr(terminal_, TCSANOW, &own_);
  entered_ = false;
}

std::optional<std::string> RawTerminal::read_keys() {
  std::array<char, 256> buffer;
  const ssize_t n = read(terminal_, buffer.data(), buffer.size());
  if (n < 0 && errno == EINTR) return "";
  if (n <= 0) return std::nullopt;
  return reader_.keys({buffer.data(), static_cast<std::size_t>(n)});
}

}  // namespace hb::runner

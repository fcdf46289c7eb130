#include "pipeline/metrics/live_text.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace hb::pipeline {
namespace {

// Control sequences of ECMA-48, which every terminal of today has.
constexpr std::string_view kHideCursor = "\x1b[?25l";
constexpr std::string_view kShowCursor = "\x1b[?25h";
constexpr std::string_view kClearRightAndEndLine = "\x1b[K\n";
constexpr std::string_view kClearBelow = "\x1b[J";
// The same from the first of two rows at least. WHY not at once: from the
// screen's first column and row, tmux keeps what is cleared, to scroll back to.
constexpr std::string_view kClearBlock = "\x1b[K\x1b[B\x1b[J\x1b[A";

bool draws_in_place(int fd) {
  const char* kind = std::getenv("TERM");
  return ::isatty(fd) == 1 && kind != nullptr &&
         std::string_view(kind) != "dumb";
}

}  // namespace

LiveText::LiveText(int fd) : fd_(fd), is_in_place_(draws_in_place(fd)) {}

LiveText::Size LiveText::size() const {
  winsize window = {};
  if (::ioctl(fd_, TIOCGWINSZ, &window) != 0) return {80, 24};
  return {window.ws_col == 0 ? 80U : window.ws_col,
          window.ws_row == 0 ? 24U : window.ws_row};
}

// From below the block to its first line.
std::string LiveText::go_to_top(Size terminal) const {
  std::size_t rows = 0;
  // WHY not one row a line: a terminal that was made narrower since has broken
  // the lines into more.
  for (const std::size_t width : widths_) {
    rows += std::max<std::size_t>(
        1, (width + terminal.columns - 1) / terminal.columns);
  }
  // What has left the screen cannot be drawn over.
  rows = std::min(rows, terminal.rows - 1);
  return rows == 0 ? "\r" : "\r\x1b[" + std::to_string(rows) + "A";
}

// The block from the cursor on, which ends below it.
std::string LiveText::draw(Size terminal) {
  widths_.clear();
  std::string drawn;
  std::string_view left = text_;
  while (!left.empty() && widths_.size() + 1 < terminal.rows) {
    const std::string_view line = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(line.size() + 1, left.size()));
    // WHY one column less: in the last one, clearing to the right would take
    // the character that was just written.
    const std::string_view cut = line.substr(0, terminal.columns - 1);
    drawn += cut;
    drawn += kClearRightAndEndLine;
    widths_.push_back(cut.size());
  }
  drawn += kClearBelow;
  return drawn;
}

void LiveText::show(std::string_view text) {
  if (!is_in_place_) return;
  std::lock_guard lock(mutex_);
  if (text.empty() && widths_.empty()) return;
  text_ = text;
  const Size terminal = size();
  std::string all(kHideCursor);
  all += go_to_top(terminal);
  all += draw(terminal);
  all += kShowCursor;
  write(all);
}

void LiveText::print_above(std::string_view line) {
  std::lock_guard lock(mutex_);
  if (widths_.empty()) return write(line);
  const Size terminal = size();
  std::string all(kHideCursor);
  all += go_to_top(terminal);
  all += kClearBlock;
  all += line;
  all += draw(terminal);
  all += kShowCursor;
  write(all);
}

void LiveText::keep(std::string_view text) {
  std::lock_guard lock(mutex_);
  std::string all;
  if (!widths_.empty()) {
    all += go_to_top(size());
    all += kClearBlock;
  }
  all += text;
  text_.clear();
  widths_.clear();
  write(all);
}

void LiveText::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd_, text.data(), text.size());
    if (written > 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (written < 0 && errno == EAGAIN) {
      pollfd ready = {.fd = fd_, .events = POLLOUT, .revents = 0};
      ::poll(&ready, 1, -1);
    } else if (written == 0 || errno != EINTR) {
      return;
    }
  }
}

}  // namespace hb::pipeline

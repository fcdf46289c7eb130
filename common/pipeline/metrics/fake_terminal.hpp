// For tests: a pseudo-terminal whose screen can be looked at.
#pragma once

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "pipeline/metrics/terminal_picture.hpp"

namespace hb::pipeline {

class FakeTerminal {
 public:
  FakeTerminal(unsigned short columns, unsigned short rows)
      : picture_(columns, rows) {
    setenv("TERM", "xterm", 1);
    winsize window = {};
    window.ws_col = columns;
    window.ws_row = rows;
    if (openpty(&master_, &slave_, nullptr, nullptr, &window) != 0) {
      throw std::runtime_error("no pseudo-terminal");
    }
    fcntl(master_, F_SETFL, O_NONBLOCK);
  }
  ~FakeTerminal() {
    close(master_);
    close(slave_);
  }
  FakeTerminal(const FakeTerminal&) = delete;
  FakeTerminal& operator=(const FakeTerminal&) = delete;

  int fd() const { return slave_; }

  // The lines on the screen, without blanks at their ends.
  std::string screen() {
    std::array<char, 4096> some = {};
    for (ssize_t n = 0; (n = read(master_, some.data(), some.size())) > 0;) {
      picture_.feed({some.data(), static_cast<std::size_t>(n)});
    }
    return picture_.text();
  }
  const TerminalPicture& picture() const { return picture_; }

 private:
  int master_ = -1;
  int slave_ = -1;
  TerminalPicture picture_;
};

}  // namespace hb::pipeline

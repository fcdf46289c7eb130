#include "runner/system/screen.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace hb::runner {
namespace {

bool is_plain() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return (no_color != nullptr && *no_color != '\0') || term == nullptr ||
         std::strcmp(term, "dumb") == 0;
}

const char* code_of(Colour colour) {
  switch (colour) {
    case Colour::red:
      return "31";
    case Colour::green:
      return "32";
    case Colour::yellow:
      return "33";
    case Colour::blue:
      return "34";
    case Colour::faint:
      return "2";
    case Colour::bold:
      return "1";
  }
  return "0";
}

}  // namespace

std::string Style::paint(Colour which, std::string_view text) const {
  if (!colour) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code_of(which), text);
}

std::string Style::link(const std::filesystem::path& file,
                        std::string_view text) const {
  if (!links) return std::string(text);
  std::string address;
  for (const char c : file.string()) {
    address += c == ' ' ? "%20" : std::string(1, c);
  }
  return fmt::format("\x1b]8;;file://{}\x1b\\{}\x1b]8;;\x1b\\", address, text);
}

Style style_of(int descriptor) {
  const bool rich = isatty(descriptor) == 1 && !is_plain();
  return {rich, rich};
}

int terminal_width() {
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  return 80;
}

ProgressLine::ProgressLine()
    : live_(isatty(STDERR_FILENO) == 1 && !is_plain()) {}

ProgressLine::~ProgressLine() { show(""); }

void ProgressLine::show(std::string_view text) {
  if (!live_) return;
  const auto width = static_cast<std::size_t>(terminal_width() - 1);
  const std::string line(text.substr(0, width));
  std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
}

}  // namespace hb::runner

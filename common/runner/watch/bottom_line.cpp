#include "runner/watch/bottom_line.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "runner/system/screen.hpp"

namespace hb::runner {
namespace {

// The last one stays the longest when the terminal is narrow.
constexpr std::array<std::string_view, 8> kKeys = {
    "h hint",  "n next", "l list",  "r run lesson",
    "b bench", "s step", "x reset", "q quit"};

bool is_dumb() {
  const char* term = std::getenv("TERM");
  return term == nullptr || *term == '\0' || std::strcmp(term, "dumb") == 0;
}

void write(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace

std::string keys_text(std::string_view status, std::size_t width) {
  std::vector<std::string_view> shown(kKeys.begin(), kKeys.end());
  for (;;) {
    std::string line(status);
    for (const std::string_view key : shown) {
      line += line.empty() ? "" : (key == shown.front() ? "   " : "  ");
      line += key;
    }
    if (line.size() <= width) return line;
    if (shown.empty()) return std::string(status.substr(0, width));
    // The one before `quit`, at last `quit` itself.
    shown.erase(shown.size() > 1 ? shown.end() - 2 : shown.begin());
  }
}

BottomLine::BottomLine() : live_(!is_dumb()) {}

BottomLine::~BottomLine() { wipe(); }

void BottomLine::show(Mood mood, const std::string& status) {
  if (drawn_ && mood == mood_ && status == status_) return;
  mood_ = mood;
  status_ = status;
  drawn_ = true;
  // WHY one less: a full line would wrap, and then be two.
  const auto width = static_cast<std::size_t>(terminal_width() - 1);
  const bool with_keys = mood == Mood::idle || (mood == Mood::busy && live_);
  const std::string line =
      with_keys ? keys_text(status_, width) : status_.substr(0, width);
  write(live_ ? "\r\x1b[K" + line : line + "\n");
  std::fflush(stdout);
}

void BottomLine::print(std::string_view text) {
  wipe();
  write(text);
  std::fflush(stdout);
}

void BottomLine::wipe() {
  if (live_ && drawn_) write("\r\x1b[K");
  std::fflush(stdout);
  drawn_ = false;
}

void BottomLine::forget() {
  if (live_) drawn_ = false;
}

}  // namespace hb::runner

// What a terminal can do, and text that uses it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace hb::runner {

enum class Colour { red, green, yellow, blue, faint, bold };

// How to write for one stream. Without a terminal, with NO_COLOR or with
// TERM=dumb: plain text.
struct Style {
  bool colour = false;
  bool links = false;  // OSC 8, so that a path can be clicked

  std::string paint(Colour colour, std::string_view text) const;
  // `text` as a link to a file.
  std::string link(const std::filesystem::path& file,
                   std::string_view text) const;
};

Style style_of(int descriptor);

// Columns of the terminal; 80 where there is none.
int terminal_width();

// One line on stderr that the next one overwrites; nothing without a terminal.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();  // wipes the line
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(std::string_view text);

 private:
  bool live_;
};

}  // namespace hb::runner

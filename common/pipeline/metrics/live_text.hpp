// A block of text that stays at the bottom of a terminal and is drawn again in
// its place, with lines that pass above it.
//
//   LiveText screen(STDERR_FILENO);
//   screen.show("a\nb\n");            // again and again, in the same place
//   screen.print_above("a log line\n");
//   screen.keep("the end\n");         // stays; what comes next is below it
//
// Where there is no terminal, show() does nothing, and the rest only writes.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace hb::pipeline {

// Thread-safe. A call is one write(2) where the system takes it whole, and the
// cursor is hidden inside it alone: a program that is killed leaves it visible,
// and nobody sees a half-drawn block. What cannot be written is lost: a
// dashboard never ends a run.
class LiveText {
 public:
  // REQUIRES: the file descriptor stays open. It is not closed.
  explicit LiveText(int fd);

  LiveText(const LiveText&) = delete;
  LiveText& operator=(const LiveText&) = delete;

  // Whether show() draws: a terminal that is not TERM=dumb.
  bool is_in_place() const { return is_in_place_; }

  // Lines that are wider than the terminal are cut, and the last of a block
  // that is higher. REQUIRES: plain text, a column a byte.
  void show(std::string_view text);

  // `line` with its end. The block is drawn again below it.
  void print_above(std::string_view line);

  // The block's last text. Uncut, so that it is whole where people scroll.
  void keep(std::string_view text);

 private:
  struct Size {
    std::size_t columns;
    std::size_t rows;
  };

  Size size() const;
  std::string go_to_top(Size terminal) const;
  std::string draw(Size terminal);
  void write(std::string_view text);

  const int fd_;
  const bool is_in_place_;
  std::mutex mutex_;
  std::string text_;                 // guarded by mutex_: as last shown
  std::vector<std::size_t> widths_;  // guarded by mutex_: of the lines drawn
};

}  // namespace hb::pipeline

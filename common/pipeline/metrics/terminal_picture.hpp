// For tests: what a terminal shows after some bytes. Knows the few sequences
// that LiveText writes, and throws at any other.
#pragma once

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hb::pipeline {

class TerminalPicture {
 public:
  TerminalPicture(std::size_t columns, std::size_t rows)
      : columns_(columns), lines_(rows, std::string(columns, ' ')) {}

  void feed(std::string_view bytes) {
    while (!bytes.empty()) {
      if (bytes.starts_with("\x1b[")) {
        bytes.remove_prefix(2);
        const std::size_t length = bytes.find_first_of("ABJKhl") + 1;
        sequence(bytes.substr(0, length));
        bytes.remove_prefix(length);
      } else {
        character(bytes.front());
        bytes.remove_prefix(1);
      }
    }
  }

  // The lines as far as there is text, without blanks at their ends.
  std::string text() const {
    std::string all;
    std::size_t end = 0;
    for (const std::string& line : lines_) {
      all += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
      if (line.find_first_not_of(' ') != std::string::npos) end = all.size();
    }
    return all.substr(0, end);
  }

  bool is_cursor_visible() const { return is_cursor_visible_; }
  bool has_hidden_cursor_once() const { return has_hidden_cursor_; }
  // It was cleared from its first character on: terminals scroll it away first.
  bool has_lost_screen() const { return has_lost_screen_; }

 private:
  void sequence(std::string_view what) {
    if (what == "?25l" || what == "?25h") {
      is_cursor_visible_ = what == "?25h";
      has_hidden_cursor_ = has_hidden_cursor_ || !is_cursor_visible_;
    } else if (what == "K" || what == "J") {
      if (what == "J" && row_ == 0 && column_ == 0) has_lost_screen_ = true;
      lines_[row_].replace(column_, columns_ - column_, columns_ - column_,
                           ' ');
      for (std::size_t row = row_ + 1; what == "J" && row < lines_.size();
           ++row) {
        lines_[row].assign(columns_, ' ');
      }
    } else if (what.ends_with('A')) {
      row_ -= std::min(row_, count_of(what));
    } else if (what.ends_with('B')) {
      row_ += std::min(lines_.size() - 1 - row_, count_of(what));
    } else {
      throw std::runtime_error("unknown sequence " + std::string(what));
    }
  }

  // "3A": 3; "A": 1.
  static std::size_t count_of(std::string_view what) {
    return what.size() == 1 ? 1 : std::stoul(std::string(what));
  }

  void character(char c) {
    if (c == '\r') {
      column_ = 0;
    } else if (c == '\n') {
      if (++row_ < lines_.size()) return;
      row_ = lines_.size() - 1;
      lines_.erase(lines_.begin());
      lines_.emplace_back(columns_, ' ');
    } else {
      if (column_ == columns_) {
        column_ = 0;
        character('\n');
      }
      lines_[row_][column_++] = c;
    }
  }

  std::size_t columns_;
  std::vector<std::string> lines_;
  std::size_t row_ = 0;
  std::size_t column_ = 0;
  bool is_cursor_visible_ = true;
  bool has_hidden_cursor_ = false;
  bool has_lost_screen_ = false;
};

}  // namespace hb::pipeline

#include "checker/report/table.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace hb::checker {
namespace {

constexpr std::size_t kNarrow = 80;
constexpr std::size_t kMostColumns = 4;

// What one cell says, in parts that are aligned below each other.
struct Cell {
  std::array<std::string, 3> parts;  // what, order, where from
  std::string line;
  bool is_marked = false;
};

Cell cell_of(const Story& story, const Step& step) {
  return {{step.what(), step.order, step.source()},
          story.line_text(step.place),
          step.is_racing || step.is_wrong};
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, text.size()), ' ');
}

// The widths of one column, and how its cells are written.
class Column {
 public:
  void measure(const Cell& cell) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < cell.parts.size(); ++i) {
      parts_[i] = std::max(parts_[i], cell.parts[i].size());
      sum += cell.parts[i].empty() ? 0 : cell.parts[i].size() + 1;
    }
    ragged_ = std::max(ragged_, sum);
    line_ = std::max(line_, cell.line.size());
    marks_ = marks_ || cell.is_marked;
  }

  std::size_t width(bool aligned) const {
    std::size_t text = ragged_ == 0 ? 0 : ragged_ - 1;
    if (aligned) {
      text = 0;
      for (const std::size_t part : parts_) {
        text += part == 0 ? 0 : part + kGap;
      }
      text -= std::min(text, kGap);
    }
    return text + (line_ == 0 ? 0 : kGap + line_) + (marks_ ? kGap + 2 : 0);
  }

  std::string text(const Cell& cell, bool aligned) const {
    std::string text;
    for (std::size_t i = 0; i < cell.parts.size(); ++i) {
      if (aligned) {
        if (parts_[i] > 0) text += padded(cell.parts[i], parts_[i] + kGap);
      } else if (!cell.parts[i].empty()) {
        text += (text.empty() ? "" : " ") + cell.parts[i];
      }
    }
    const std::size_t marks = marks_ ? kGap + 2 : 0;
    text = padded(text, width(aligned) - marks - line_);
    text += padded(cell.line, line_);
    if (marks_) text += cell.is_marked ? "  <<" : "    ";
    return text;
  }

 private:
  static constexpr std::size_t kGap = 2;

  std::array<std::size_t, 3> parts_ = {};
  std::size_t ragged_ = 0;
  std::size_t line_ = 0;
  bool marks_ = false;
};

std::string without_trailing_space(std::string line) {
  while (line.ends_with(' ')) line.pop_back();
  return line + "\n";
}

class Table {
 public:
  explicit Table(const Story& story) : story_(story) {
    for (const Step& step : story.steps()) {
      const auto known =
          std::find(threads_.begin(), threads_.end(), step.thread);
      if (known == threads_.end()) threads_.push_back(step.thread);
    }
    std::sort(threads_.begin(), threads_.end());
    columns_.resize(threads_.size());
    for (const Step& step : story.steps()) {
      columns_[column_of(step)].measure(cell_of(story, step));
    }
  }

  std::string text() const {
    if (threads_.size() > kMostColumns) return list();
    const auto widest = std::size_t(story_.execution().columns);
    for (const std::size_t limit : {std::min(kNarrow, widest), widest}) {
      for (const bool aligned : {true, false}) {
        if (total_width(aligned) <= limit) return columns(aligned);
      }
    }
    return list();
  }

 private:
  std::size_t column_of(const Step& step) const {
    return std::size_t(
        std::find(threads_.begin(), threads_.end(), step.thread) -
        threads_.begin());
  }

  std::size_t column_width(std::size_t column, bool aligned) const {
    return std::max(columns_[column].width(aligned),
                    story_.thread(threads_[column]).size());
  }

  std::size_t total_width(bool aligned) const {
    std::size_t width = 6;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      width += 3 + column_width(i, aligned);
    }
    return width;
  }

  std::string columns(bool aligned) const {
    std::string head = "  step";
    std::string rule = "  ----";
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::size_t width = column_width(i, aligned);
      head += " | " + padded(story_.thread(threads_[i]), width);
      rule += "-+" + std::string(width + 1, '-');
    }
    std::string text = without_trailing_space(head) + rule + "-\n";
    for (const Step& step : story_.steps()) {
      const std::string number = std::to_string(step.number);
      std::string line = std::string(6 - number.size(), ' ') + number;
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        const std::string cell =
            column_of(step) == i
                ? columns_[i].text(cell_of(story_, step), aligned)
                : "";
        line += " | " + padded(cell, column_width(i, aligned));
      }
      text += without_trailing_space(line);
    }
    return text;
  }

  // One line a step, the thread named in front of it.
  std::string list() const {
    std::size_t thread_width = 6;
    Column column;
    for (const Step& step : story_.steps()) {
      thread_width = std::max(thread_width, story_.thread(step.thread).size());
      column.measure(cell_of(story_, step));
    }
    const std::size_t room = kNarrow - std::min(kNarrow, thread_width + 12);
    const bool aligned = column.width(true) <= room;
    std::string text = "  step | " + padded("thread", thread_width) +
                       " | what\n" + "  -----+-" +
                       std::string(thread_width, '-') + "-+-" +
                       std::string(column.width(aligned), '-') + "\n";
    for (const Step& step : story_.steps()) {
      const std::string number = std::to_string(step.number);
      text += without_trailing_space(
          std::string(6 - number.size(), ' ') + number + " | " +
          padded(story_.thread(step.thread), thread_width) + " | " +
          column.text(cell_of(story_, step), aligned));
    }
    return text;
  }

  const Story& story_;
  std::vector<int> threads_;
  std::vector<Column> columns_;
};

}  // namespace

std::string table(const Story& story) {
  if (story.steps().empty()) return "";
  std::string text;
  if (story.left_out() > 0) {
    text = "  (" + std::to_string(story.left_out()) +
           " earlier steps that matter less are left out)\n";
  }
  return text + Table(story).text();
}

}  // namespace hb::checker

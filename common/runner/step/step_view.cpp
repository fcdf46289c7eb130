#include "runner/step/step_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <utility>

#include "runner/system/text.hpp"

namespace hb::runner {
namespace {

constexpr std::size_t kStepWidth = 6;     // of the column of numbers
constexpr std::size_t kLeastColumn = 20;  // narrower ones say nothing
constexpr std::size_t kProse = 16;        // of what can be broken into lines
constexpr std::size_t kMostChoices = 4;   // shown below a thread

using Lines = std::vector<std::string>;

std::string padded(const std::string& text, std::size_t width) {
  const std::string fitting = shortened(text, width);
  return fitting + std::string(width - fitting.size(), ' ');
}

// `text`, and `end` at the right edge.
std::string spread(const std::string& text, const std::string& end,
                   std::size_t width) {
  if (end.size() + 2 >= width) return padded(text, width);
  return padded(text, width - end.size() - 1) + " " + end;
}

Lines broken(const std::string& text, std::size_t width) {
  Lines lines;
  std::istringstream all(wrapped(text, width));
  for (std::string line; std::getline(all, line);) {
    lines.push_back(shortened(line, width));
  }
  return lines;
}

// What came of it, its memory order, and where its value comes from.
std::string details_of(const StepDone& step) {
  std::string text = step.note;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) text += (text.empty() ? "" : " ") + part;
  };
  add(step.order);
  add(step.source.empty() ? "" : "[" + step.source + "]");
  return text;
}

std::string text_of(const StepDone& step) {
  const std::string details = details_of(step);
  return step.what + (details.empty() ? "" : " " + details);
}

// In one line, or in two if that is too long.
Lines in_cell(const std::string& what, const std::string& details,
              const std::string& place, std::size_t width) {
  const std::string whole = what + (details.empty() ? "" : " " + details);
  if (whole.size() + 1 + place.size() <= width || details.empty()) {
    return {spread(whole, place, width)};
  }
  return {spread(what, place, width), "  " + details};
}

char letter(std::size_t choice) { return static_cast<char>('a' + choice); }

// Who goes next, and how: below the head of its column.
Lines next_of(const StepThread& thread, std::size_t width,
              const std::string& line) {
  if (thread.state == "ended") return {"ended"};
  if (thread.state == "cut") return {"a bound is reached"};
  if (thread.next.empty()) return {};
  Lines lines = in_cell(thread.next, thread.order, line, width);
  lines.push_back(thread.source);
  if (!thread.waits.empty()) {
    const Lines waits = broken(thread.waits, width);
    lines.insert(lines.end(), waits.begin(), waits.end());
  }
  if (thread.goes_round) {
    lines.emplace_back("(nothing has changed)");
  }
  const auto& choices = thread.choices;
  // One ordinary choice is no choice.
  const bool is_open =
      choices.size() > 1 || (choices.size() == 1 && !thread.waits.empty());
  for (std::size_t i = 0; is_open && i < choices.size(); ++i) {
    if (i == kMostChoices) {
      lines.push_back(fmt::format("{} more", choices.size() - i));
      break;
    }
    lines.push_back(fmt::format("{} {}{}", letter(i), choices[i].what,
                                choices[i].newest ? "" : " (old)"));
  }
  return lines;
}

class Screen {
 public:
  Screen(const StepState& state, const StepPicture& picture,
         const StepSize& size, const Style& style)
      : state_(state), picture_(picture), size_(size), style_(style) {
    for (const StepThread& thread : state.threads) ++files_[thread.file];
    for (const StepDone& step : state.done) ++files_[step.file];
    std::size_t most = 0;
    for (const auto& [file, count] : files_) {
      if (count <= most || file.empty()) continue;
      most = count;
      home_ = file;
    }
    const std::size_t lines = 3 * state.threads.size();
    const std::size_t room =
        size.columns - std::min(size.columns, kStepWidth + lines);
    in_columns_ = room >= kLeastColumn * state.threads.size();
    if (in_columns_) share_out(room);
  }

  Lines lines() const {
    Lines top = {style_.paint(Colour::bold, fitting(picture_.title))};
    if (!picture_.task.empty()) top.push_back(fitting(picture_.task));
    if (in_columns_) {
      top.push_back(head());
      top.push_back(rule());
    } else {
      top.push_back(std::string(size_.columns, '-'));
    }
    const bool is_final =
        state_.over && std::all_of(state_.threads.begin(), state_.threads.end(),
                                   [](const StepThread& thread) {
                                     return thread.choices.empty();
                                   });
    const std::string line =
        in_columns_ ? rule() : std::string(size_.columns, '-');
    Lines next = is_final      ? Lines{line}
                 : in_columns_ ? next_in_columns()
                               : next_as_list();
    Lines bottom = said();
    if (!picture_.keys.empty()) {
      bottom.push_back(style_.paint(Colour::faint, fitting(picture_.keys)));
    }
    std::vector<Lines> steps = in_columns_ ? done_in_columns() : done_as_list();
    const Lines done = fit(top.size(), steps, next, bottom);

    Lines all = std::move(top);
    for (const Lines* part :
         {&done, &std::as_const(next), &std::as_const(bottom)}) {
      all.insert(all.end(), part->begin(), part->end());
    }
    return all;
  }

 private:
  // Each column what it needs; if that is too much, the widest give way.
  void share_out(std::size_t room) {
    std::size_t sum = 0;
    for (const StepThread& thread : state_.threads) {
      const std::size_t of_place = place(thread.file, thread.line).size() + 1;
      std::size_t need =
          std::max({kProse, thread.name.size() + 3,
                    thread.next.size() + thread.order.size() + 1 + of_place});
      for (const StepChoice& choice : thread.choices) {
        need = std::max(need, choice.what.size() + 8);
      }
      for (const StepDone& step : state_.done) {
        if (step.thread != thread.name) continue;
        need = std::max(need, text_of(step).size() + 1 +
                                  place(step.file, step.line).size());
      }
      widths_.push_back(need);
      sum += widths_.back();
    }
    for (; sum > room; --sum) {
      --*std::max_element(widths_.begin(), widths_.end());
    }
    // What is left goes to those who have most to say.
    for (std::size_t i = 0; sum < room && !widths_.empty(); ++i, ++sum) {
      ++widths_[i % widths_.size()];
    }
  }

  std::string fitting(const std::string& text) const {
    return shortened(text, size_.columns);
  }

  // ":12" in the file that most is in.
  std::string place(const std::string& file, int line) const {
    if (line == 0) return "";
    return (file == home_ ? ""
                          : std::filesystem::path(file).filename().string()) +
           ":" + std::to_string(line);
  }

  std::string head() const {
    std::string text = "  step";
    for (std::size_t i = 0; i < state_.threads.size(); ++i) {
      const StepThread& thread = state_.threads[i];
      text += " | " + padded(fmt::format("{} {}", thread.number, thread.name),
                             widths_[i]);
    }
    return without_trailing_blanks(text);
  }

  std::string rule() const {
    std::string text(kStepWidth, '-');
    for (const std::size_t width : widths_) {
      text += "-+-" + std::string(width, '-');
    }
    return text;
  }

  static std::string without_trailing_blanks(std::string text) {
    while (text.ends_with(' ')) text.pop_back();
    return text;
  }

  // A row with `cell` in one column.
  std::string row(const std::string& label, std::size_t column,
                  const std::string& cell) const {
    std::string text = fmt::format("{:>{}}", label, kStepWidth);
    for (std::size_t i = 0; i < state_.threads.size(); ++i) {
      text += " | " + padded(i == column ? cell : "", widths_[i]);
    }
    return without_trailing_blanks(text);
  }

  std::size_t column_of(const std::string& name) const {
    for (std::size_t i = 0; i < state_.threads.size(); ++i) {
      if (state_.threads[i].name == name) return i;
    }
    return state_.threads.size();
  }

  std::vector<Lines> done_in_columns() const {
    std::vector<Lines> steps;
    int number = 1;
    for (const StepDone& step : state_.done) {
      const std::size_t column = column_of(step.thread);
      const std::size_t width =
          column < widths_.size() ? widths_[column] : kLeastColumn;
      Lines lines;
      for (const std::string& line :
           in_cell(step.what, details_of(step), place(step.file, step.line),
                   width)) {
        lines.push_back(
            row(lines.empty() ? std::to_string(number++) : "", column, line));
      }
      steps.push_back(std::move(lines));
    }
    return steps;
  }

  std::vector<Lines> done_as_list() const {
    std::vector<Lines> steps;
    int number = 1;
    for (const StepDone& step : state_.done) {
      const std::string head = fmt::format(
          "{:>{}}  {:<8}  ", number++, kStepWidth, shortened(step.thread, 8));
      const std::string text = without_trailing_blanks(
          head + spread(text_of(step), place(step.file, step.line),
                        size_.columns - std::min(size_.columns, head.size())));
      steps.push_back({text});
    }
    return steps;
  }

  Lines next_in_columns() const {
    std::vector<Lines> columns;
    std::size_t height = 0;
    for (std::size_t i = 0; i < state_.threads.size(); ++i) {
      const StepThread& thread = state_.threads[i];
      columns.push_back(
          next_of(thread, widths_[i], place(thread.file, thread.line)));
      height = std::max(height, columns.back().size());
    }
    Lines lines = {rule()};
    for (std::size_t i = 0; i < height; ++i) {
      std::string text =
          fmt::format("{:>{}}", i == 0 ? "next" : "", kStepWidth);
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const Lines& column = columns[c];
        text += " | " + padded(i < column.size() ? column[i] : "", widths_[c]);
      }
      lines.push_back(without_trailing_blanks(text));
    }
    lines.push_back(rule());
    return lines;
  }

  Lines next_as_list() const {
    Lines lines = {std::string(size_.columns, '-')};
    for (const StepThread& thread : state_.threads) {
      const std::string head = fmt::format("{:>2} {:<10}  ", thread.number,
                                           shortened(thread.name, 10));
      const std::size_t room =
          size_.columns - std::min(size_.columns, head.size());
      Lines next = next_of(thread, room, place(thread.file, thread.line));
      // Many threads: a line each, with what it waits for.
      const bool is_short =
          size_.rows != 0 && 4 * state_.threads.size() > size_.rows;
      if (is_short) {
        next = {thread.waits.empty() ? next.empty() ? "" : next.front()
                                     : thread.waits};
      }
      bool first = true;
      for (const std::string& line : next) {
        lines.push_back(without_trailing_blanks(
            (first ? head : std::string(head.size(), ' ')) +
            padded(line, room)));
        first = false;
      }
    }
    lines.emplace_back(size_.columns, '-');
    return lines;
  }

  // What was asked, found or done.
  Lines said() const {
    Lines lines;
    if (picture_.selecting) {
      if (const StepThread* thread =
              state_.thread(std::to_string(*picture_.selecting))) {
        add_choices(*thread, lines);
      }
      return lines;
    }
    const StepFinding& finding = state_.finding;
    if (!finding.kind.empty()) {
      add(fmt::format("{}: {}", finding.kind, finding.message), Colour::red,
          lines);
      for (const std::string& why : finding.why) {
        add("why: " + why, Colour::faint, lines);
      }
    } else if (state_.over) {
      add("This execution has come to its end, and nothing went wrong.",
          Colour::green, lines);
    }
    if (!picture_.message.empty()) {
      add(picture_.message,
          picture_.message.starts_with("won") ? Colour::green : Colour::bold,
          lines);
    }
    return lines;
  }

  void add_choices(const StepThread& thread, Lines& lines) const {
    add(fmt::format("{}, {}: which?", thread.name, thread.next), Colour::bold,
        lines);
    for (std::size_t i = 0; i < thread.choices.size(); ++i) {
      const StepChoice& choice = thread.choices[i];
      add(fmt::format("  {}  {}{}", letter(i), choice.what,
                      choice.why.empty() ? "" : ": " + choice.why),
          std::nullopt, lines);
    }
  }

  void add(const std::string& text, std::optional<Colour> colour,
           Lines& lines) const {
    for (const std::string& line : broken(text, size_.columns)) {
      lines.push_back(colour ? style_.paint(*colour, line) : line);
    }
  }

  // The lines of the steps. All rows must fit: what is said gives way first,
  // then what comes next, until some history is left, which scrolls.
  Lines fit(std::size_t top, const std::vector<Lines>& steps, Lines& next,
            Lines& bottom) const {
    Lines all;
    for (const Lines& step : steps) {
      all.insert(all.end(), step.begin(), step.end());
    }
    if (size_.rows == 0) return all;
    const std::size_t least = std::min<std::size_t>(all.size(), 4);
    const auto others = [&] { return top + next.size() + bottom.size(); };
    const auto room = [&] {
      return size_.rows - std::min(size_.rows, others());
    };
    const auto shrink = [&](Lines& part, std::size_t to) {
      while (others() + least > size_.rows && part.size() > to) {
        part.erase(part.end() - 2);
      }
    };
    shrink(bottom, 4);
    shrink(next, 4);
    shrink(bottom, 2);
    if (all.size() <= room()) return all;

    // The newest steps, below a line that says how many are above.
    std::size_t shown = 0;
    std::size_t height = 1;
    while (shown < steps.size() &&
           height + steps[steps.size() - 1 - shown].size() <= room()) {
      height += steps[steps.size() - 1 - shown].size();
      ++shown;
    }
    all = {fmt::format("{:>{}} | {} earlier steps", "..", kStepWidth,
                       steps.size() - shown)};
    for (std::size_t i = steps.size() - shown; i < steps.size(); ++i) {
      all.insert(all.end(), steps[i].begin(), steps[i].end());
    }
    all.resize(std::min(all.size(), room()));
    return all;
  }

  const StepState& state_;
  const StepPicture& picture_;
  const StepSize& size_;
  const Style& style_;
  std::map<std::string, std::size_t> files_;
  std::string home_;
  std::vector<std::size_t> widths_;  // of the columns
  bool in_columns_ = true;
};

}  // namespace

std::string shortened(const std::string& text, std::size_t width) {
  if (text.size() <= width) return text;
  if (width <= 2) return text.substr(0, width);
  return text.substr(0, width - 2) + "..";
}

std::vector<std::string> step_screen(const StepState& state,
                                     const StepPicture& picture,
                                     const StepSize& size, const Style& style) {
  return Screen(state, picture, size, style).lines();
}

std::vector<std::string> list_of_steps(const StepState& state,
                                       const std::string& title) {
  std::size_t width = 0;
  for (const StepDone& step : state.done) {
    width = std::max(width, step.thread.size());
  }
  Lines lines = {title};
  int number = 1;
  for (const StepDone& step : state.done) {
    lines.push_back(fmt::format("{:>4}  {:<{}}  {}", number++, step.thread,
                                width, text_of(step)) +
                    (step.line == 0 ? "" : fmt::format("  :{}", step.line)));
  }
  return lines;
}

}  // namespace hb::runner

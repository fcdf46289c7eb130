#include "runner/learner/hint_text.hpp"

#include <fmt/format.h>

#include <sstream>

#include "runner/learner/own_hints.hpp"

namespace hb::runner {

namespace {

std::string nth_hint(const Exercise& exercise, int n,
                     const std::optional<Verdict>& last) {
  std::optional<std::string> own;
  if (last && n == 2) own = hint_of_place(*last);
  if (last && n == 3) own = hint_of_fix(*last);
  return own ? *own : exercise.hints[static_cast<std::size_t>(n - 1)];
}

}  // namespace

std::string hint_text(const Exercise& exercise, int shown, const Style& style,
                      const std::optional<Verdict>& last) {
  const auto all = static_cast<int>(exercise.hints.size());
  std::string text = style.paint(
      Colour::bold,
      fmt::format("{}, hint {} of {}", exercise.label(), shown, all));
  text += "\n";
  for (int n = 1; n <= shown; ++n) {
    std::istringstream lines(nth_hint(exercise, n, last));
    std::string lead = fmt::format("  {}  ", n);
    for (std::string line; std::getline(lines, line);) {
      // What was shown before stays in sight, and out of the way.
      text += style.paint(n < shown ? Colour::faint : Colour::blue, lead) +
              (n < shown ? style.paint(Colour::faint, line) : line) + "\n";
      lead = "     ";
    }
  }
  if (shown == all) {
    text +=
        "  That was the last one. The solution can be shown; the exercise is "
        "then\n  marked as seen.\n";
  }
  const std::string next = shown == all
                               ? "solution " + exercise.number + " --give-up"
                               : "check " + exercise.number;
  return text + "  try: ./workbook " + next + "\n";
}

}  // namespace hb::runner

#include "runner/watch/watch_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runner/judge/verdict_text.hpp"

namespace hb::runner {

std::string count_text(const Catalog& catalog, const Progress& progress) {
  return fmt::format("{} of {} solved",
                     progress.count_solved(catalog.exercises),
                     catalog.exercises.size());
}

std::string header_text(const Workspace& workspace, const Catalog& catalog,
                        const Exercise& exercise, const Style& style) {
  std::string text = fmt::format(
      "{}  {}\n", style.paint(Colour::bold, exercise.label()), exercise.title);
  for (const std::string& name : exercise.edit) {
    const auto file = exercise.path / name;
    text += "  edit " + style.link(file, workspace.shown(file)) + "\n";
  }
  const std::string facts =
      fmt::format("  about {} minutes, {}", exercise.minutes,
                  count_text(catalog, read_progress(workspace)));
  return text + style.paint(Colour::faint, facts) + "\n";
}

std::string news_text(const Workspace& workspace, const Catalog& catalog,
                      const Exercise& exercise, const Verdict& verdict,
                      const Style& style) {
  std::string text = "\n" + verdict_text(verdict, workspace, style);
  if (verdict.kind == Kind::accepted)
    text += "\n" + exercise.why + "\n\n" +
            count_text(catalog, read_progress(workspace)) + "\n";
  return text;
}

std::string all_solved_text(const Catalog& catalog, const Progress& progress) {
  const auto solved = progress.count_solved(catalog.exercises);
  const auto all = static_cast<std::ptrdiff_t>(catalog.exercises.size());
  if (solved == all) {
    return fmt::format("All {} exercises are solved.\n  try: ./workbook list\n",
                       all);
  }
  return fmt::format(
      "No exercise is left: {} are solved, and of {} you have seen the "
      "solution.\n  try: ./workbook list\n",
      solved, all - solved);
}

const Exercise* exercise_after(const Catalog& catalog, const Exercise& current,
                               const Progress& progress) {
  const auto& all = catalog.exercises;
  const auto at = std::find_if(all.begin(), all.end(), [&](const auto& e) {
    return e.id == current.id;
  });
  const auto is_open = [&](const Exercise& e) {
    const State state = progress.state_of(e);
    return e.id != current.id && state != State::solved && state != State::seen;
  };
  auto found = std::find_if(at == all.end() ? at : at + 1, all.end(), is_open);
  if (found == all.end()) found = std::find_if(all.begin(), at, is_open);
  return found == all.end() || found == at ? nullptr : &*found;
}

}  // namespace hb::runner

// ./workbook list and next.

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/learner/progress.hpp"
#include "runner/learner/starters.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

std::string mark_of(State state, const Style& style) {
  switch (state) {
    case State::solved:
      return style.paint(Colour::green, "solved ");
    case State::seen:
      return style.paint(Colour::yellow, "seen   ");
    case State::started:
      return style.paint(Colour::blue, "started");
    default:
      return "       ";
  }
}

void print_exercise(const Exercise& exercise, const Progress& progress,
                    bool is_current, const Style& style) {
  fmt::print("  {} {}  {}  {:3} min  {}\n", is_current ? ">" : " ",
             exercise.number, mark_of(progress.state_of(exercise), style),
             exercise.minutes,
             style.link(exercise.edited_file(), exercise.title));
}

}  // namespace

int list_command() {
  const Workspace workspace = find_workspace();
  const Catalog catalog = read_catalog(workspace);
  keep_starters(workspace, catalog.exercises);
  const Progress progress = read_progress(workspace);
  const Exercise* current = current_exercise(catalog.exercises, progress);
  const Style style = style_of(STDOUT_FILENO);

  const auto print_of_topic = [&](const std::string& topic) {
    for (const Exercise& exercise : catalog.exercises) {
      if (exercise.topic == topic) {
        print_exercise(exercise, progress, &exercise == current, style);
      }
    }
  };
  if (workspace.exercises == workspace.root / "exercises") {
    std::string part;
    for (const Lesson& lesson : read_lessons(workspace)) {
      if (lesson.part != part) {
        part = lesson.part;
        fmt::print("{}\n", style.paint(Colour::bold, part));
      }
      fmt::print(" {} {}{}\n", lesson.number, lesson.title,
                 lesson.exists ? "" : style.paint(Colour::faint, "  (coming)"));
      print_of_topic(lesson.folder);
    }
  } else {
    std::string topic;
    for (const Exercise& exercise : catalog.exercises) {
      if (std::exchange(topic, exercise.topic) == exercise.topic) continue;
      fmt::print(" {}\n", topic);
      print_of_topic(topic);
    }
  }
  for (const auto& [folder, error] : catalog.broken) {
    fmt::print(stderr, "{}", error.message());
  }
  const auto solved = progress.count_solved(catalog.exercises);
  fmt::print("{} of {} exercises solved\n", solved, catalog.exercises.size());
  return catalog.broken.empty() ? exit_code::kFine : exit_code::kBroken;
}

int next_command() {
  const Workspace workspace = find_workspace();
  const Catalog catalog = read_catalog(workspace);
  keep_starters(workspace, catalog.exercises);
  const Exercise* current =
      current_exercise(catalog.exercises, read_progress(workspace));
  if (current == nullptr) {
    fmt::print("All {} exercises are solved.\n", catalog.exercises.size());
    return exit_code::kFine;
  }
  const Style style = style_of(STDOUT_FILENO);
  const auto file = current->edited_file();
  fmt::print("{}  {}, about {} minutes\n  {}\n  try: ./workbook check {}\n",
             current->number, current->title, current->minutes,
             style.link(file, workspace.shown(file)), current->number);
  return exit_code::kFine;
}

}  // namespace hb::runner

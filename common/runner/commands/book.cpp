// ./workbook book: a chapter in the terminal, or which chapters there are.

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "runner/book/chapter.hpp"
#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/system/hand_over.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

std::filesystem::path chapter_path(const Workspace& workspace,
                                   const Lesson& lesson) {
  return workspace.root / "book" / (lesson.folder + ".md");
}

int table_of_contents(const Workspace& workspace) {
  const Style style = style_of(STDOUT_FILENO);
  for (const Lesson& lesson : read_lessons(workspace)) {
    const auto path = chapter_path(workspace, lesson);
    if (!std::filesystem::exists(path)) {
      fmt::print("{}\n", style.paint(Colour::faint,
                                     fmt::format("{}  {}  (coming)",
                                                 lesson.number, lesson.title)));
      continue;
    }
    const std::string title = chapter_title(read_file(path));
    fmt::print("{}  {}\n", lesson.number,
               style.link(path, title.empty() ? lesson.title : title));
  }
  fmt::print("try: ./workbook book 00\n");
  return exit_code::kFine;
}

}  // namespace

int book_command(const std::string& chapter) {
  const Workspace workspace = find_workspace();
  if (chapter.empty()) return table_of_contents(workspace);
  const Lesson lesson = find_lesson(workspace, chapter);
  const auto path = chapter_path(workspace, lesson);
  if (!std::filesystem::exists(path)) {
    throw UserError(
        exit_code::kBroken,
        {fmt::format("no chapter {}", lesson.number), "",
         workspace.shown(path) + " is not there.", "git status book"});
  }
  show_paged(chapter_text(path, style_of(STDOUT_FILENO)));
  return exit_code::kFine;
}

}  // namespace hb::runner

// ./workbook book: a chapter in the terminal, or which chapters there are.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <vector>

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

// The chapter, and the further pages of a lesson that has some: NN_other.md.
std::vector<std::filesystem::path> pages_of(
    const Lesson& lesson, const std::filesystem::path& chapter) {
  std::vector<std::filesystem::path> pages;
  for (const auto& entry :
       std::filesystem::directory_iterator(chapter.parent_path())) {
    const std::string name = entry.path().filename().string();
    if (entry.path() != chapter && name.ends_with(".md") &&
        name.starts_with(lesson.number + "_")) {
      pages.push_back(entry.path());
    }
  }
  std::sort(pages.begin(), pages.end());
  pages.insert(pages.begin(), chapter);
  return pages;
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
  std::string text;
  for (const auto& page : pages_of(lesson, path)) {
    if (!text.empty()) text += "\n";
    text += chapter_text(page, style_of(STDOUT_FILENO));
  }
  show_paged(text);
  return exit_code::kFine;
}

}  // namespace hb::runner

// ./workbook lesson: builds a lesson and becomes it.

#include <string>
#include <vector>

#include "runner/bench/release_build.hpp"
#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/system/hand_over.hpp"

namespace hb::runner {

int lesson_command(const LessonCommandArguments& arguments) {
  const Workspace workspace = find_workspace();
  const Lesson lesson = find_lesson(workspace, arguments.lesson);
  // WHY: the other lessons need what the first exercise needs.
  if (lesson.number == "22") need_capstone_packages(workspace);
  const auto program =
      build_release(workspace, lesson.folder, "lesson " + lesson.number);
  std::vector<std::string> command = {program.string()};
  command.insert(command.end(), arguments.rest.begin(), arguments.rest.end());
  hand_over_to(command);
}

}  // namespace hb::runner

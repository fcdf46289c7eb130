// ./workbook lesson: builds a lesson and becomes it.

#include <string>
#include <vector>

#include "runner/catalog.hpp"
#include "runner/commands.hpp"
#include "runner/hand_over.hpp"
#include "runner/release_build.hpp"

namespace hb::runner {

int lesson_command(const LessonCommandArguments& arguments) {
  const Workspace workspace = find_workspace();
  const Lesson lesson = find_lesson(workspace, arguments.lesson);
  const auto program =
      build_release(workspace, lesson.folder, "lesson " + lesson.number);
  std::vector<std::string> command = {program.string()};
  command.insert(command.end(), arguments.rest.begin(), arguments.rest.end());
  hand_over_to(command);
}

}  // namespace hb::runner

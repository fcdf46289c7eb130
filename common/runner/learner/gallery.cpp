#include "runner/learner/gallery.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <sstream>

#include "runner/judge/judge.hpp"
#include "runner/judge/verdict_text.hpp"
#include "runner/system/process.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

// As it is in answers.toml, which is wrapped by hand.
std::string paragraph(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    result += line.empty() ? "\n" : "  " + line + "\n";
  }
  return result;
}

// A replay code is one of the learner's own file.
std::string without_try(const std::string& text) {
  return text.substr(0, text.rfind("\n  try: ") + 1);
}

std::string painted(const std::string& line, const Style& style) {
  if (line.starts_with('+')) return style.paint(Colour::green, line);
  if (line.starts_with('-')) return style.paint(Colour::red, line);
  return style.paint(Colour::faint, line);
}

}  // namespace

std::string difference(const Workspace& workspace, const Exercise& exercise,
                       const Answer& answer, const Style& style) {
  const Builder builder(workspace, exercise);
  const BuildUnit unit =
      builder.write_answer("wrong-" + answer.name, answer.files);
  std::string text;
  for (const std::string& name : exercise.edit) {
    ProcessOptions diff;
    diff.command = {"diff", "-U1",
                    (workspace.solutions / exercise.folder / name).string(),
                    (unit.include_root / exercise.folder / name).string()};
    std::istringstream lines(run(diff).output);
    for (std::string line; std::getline(lines, line);) {
      const bool is_header =
          line.starts_with("--- ") || line.starts_with("+++ ");
      if (!is_header) text += "    " + painted(line, style) + "\n";
    }
  }
  return text;
}

void show_gallery(const Workspace& workspace, const Exercise& exercise,
                  const Style& style,
                  const std::function<void(const std::string& stage)>& progress,
                  const std::function<void(const std::string& entry)>& print) {
  Judge judge(workspace, exercise);
  for (const Answer& answer : read_answers(workspace, exercise).answers) {
    if (answer.right) continue;
    JudgeOptions options;
    options.on_real_threads = false;
    options.only_test = answer.expect.test;
    options.on_progress = [&](const std::string& stage) {
      progress(answer.name + ", " + stage);
    };
    const Verdict verdict = judge.judge_unit(
        judge.builder().write_answer("wrong-" + answer.name, answer.files),
        options);
    print(fmt::format("{}\n{}\n{}\n{}", style.paint(Colour::bold, answer.name),
                      paragraph(answer.thought),
                      difference(workspace, exercise, answer, style),
                      without_try(verdict_text(verdict, workspace, style))));
  }
}

}  // namespace hb::runner

// ./workbook report: progress, for a learner or a class.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/learner/progress_report.hpp"
#include "runner/system/process.hpp"
#include "runner/system/text.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

// As git knows the learner, else as the system does.
std::string learner(const Workspace& workspace) {
  if (is_on_path("git")) {
    ProcessOptions git;
    git.command = {"git", "-C", workspace.root.string(), "config", "user.name"};
    const ProcessResult result = run(git);
    if (result.ok() && !first_line(result.output).empty()) {
      return first_line(result.output);
    }
  }
  for (const char* name : {"USER", "LOGNAME"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return "learner";
}

}  // namespace

int report_command(const ReportArguments& arguments) {
  const Workspace workspace = find_workspace();
  const Report report =
      make_report(learner(workspace), read_catalog(workspace).exercises,
                  read_progress(workspace));
  const std::string text = arguments.json    ? report_json(report)
                           : arguments.junit ? report_junit(report)
                                             : report_text(report);
  std::fputs(text.c_str(), stdout);
  return exit_code::kFine;
}

int report_merge_command(const ReportMergeArguments& arguments) {
  std::vector<NamedReport> reports;
  for (const std::string& file : arguments.files) {
    reports.push_back({file, read_report(read_file(file), file)});
  }
  const std::string text =
      arguments.json ? class_json(reports) : class_text(reports);
  std::fputs(text.c_str(), stdout);
  return exit_code::kFine;
}

}  // namespace hb::runner

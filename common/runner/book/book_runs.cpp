#include "runner/book/book_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "runner/book/book_regions.hpp"
#include "runner/catalog/answers.hpp"
#include "runner/catalog/catalog.hpp"
#include "runner/judge/judge.hpp"
#include "runner/judge/verdict_text.hpp"
#include "runner/system/text.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

fs::path runs_folder(const Workspace& workspace) {
  return workspace.root / "book" / "runs";
}

const Answer& find_answer(const Answers& answers, const StoredRun& run) {
  for (const Answer& answer : answers.answers) {
    if (answer.name == run.answer) return answer;
  }
  throw UserError(
      exit_code::kBroken,
      {fmt::format("{} has no answer \"{}\"", run.exercise, run.answer),
       "book/runs/runs.tsv", "The stored run is made of it.", ""});
}

// The text of the fenced block that begins in line `first`, or below it.
std::string fenced_block(const std::vector<std::string>& lines,
                         std::size_t first) {
  std::string text;
  bool inside = false;
  for (std::size_t i = first; i < lines.size(); ++i) {
    if (lines[i].starts_with("```")) {
      if (inside) break;
      inside = true;
    } else if (inside) {
      text += lines[i] + "\n";
    } else if (!lines[i].empty()) {
      break;  // something else stands in between
    }
  }
  return text;
}

// The first lines of a text; all if `most` is negative.
std::string head_of(const std::string& text, int most) {
  if (most < 0) return text;
  std::string head;
  for (const std::string& line : lines_of(text)) {
    if (most-- == 0) break;
    head += line + "\n";
  }
  return head;
}

}  // namespace

std::vector<StoredRun> read_runs(const Workspace& workspace) {
  std::vector<StoredRun> runs;
  for (const std::string& line :
       lines_of(read_file(runs_folder(workspace) / "runs.tsv"))) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream fields(line);
    StoredRun run;
    std::getline(fields, run.file, '\t');
    std::getline(fields, run.exercise, '\t');
    std::getline(fields, run.answer);
    runs.push_back(run);
  }
  return runs;
}

std::string make_run(const Workspace& workspace, const StoredRun& run) {
  const Catalog catalog = read_catalog(workspace);
  const Exercise& exercise = catalog.find(run.exercise);
  const Answers answers = read_answers(workspace, exercise);
  const Answer& answer = find_answer(answers, run);
  Judge judge(workspace, exercise);
  const BuildUnit unit = judge.builder().write_answer(
      (answer.right ? "right-" : "wrong-") + answer.name, answer.files);
  // WHY the checker alone: it says the same each time.
  JudgeOptions options;
  options.on_real_threads = false;
  options.checker.columns = 80;
  const Verdict verdict = judge.judge_unit(unit, options);
  return fmt::format("$ ./workbook check {}\n", run.exercise) +
         verdict_text(verdict, workspace, Style{});
}

std::string without_code(const std::string& run) {
  static const std::regex kCode(R"(\bcw1:[0-9a-z]+)");
  return std::regex_replace(run, kCode, "cw1:");
}

std::vector<UserError> check_shown_runs(const Workspace& workspace,
                                        const fs::path& page) {
  static const std::regex kMark(
      R"(^<!-- run: (\S+?)(, first (\d+) lines)? -->$)");
  std::vector<UserError> complaints;
  const auto lines = lines_of(read_file(page));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::smatch match;
    if (!std::regex_match(lines[i], match, kMark)) continue;
    const fs::path file = workspace.root / "book" / match[1].str();
    const int most = match[3].matched ? std::stoi(match[3].str()) : -1;
    if (fs::exists(file) &&
        fenced_block(lines, i + 1) == head_of(read_file(file), most)) {
      continue;
    }
    complaints.push_back(UserError(
        exit_code::kBroken,
        {fmt::format("the block below is not {}", workspace.shown(file)),
         fmt::format("{}:{}", workspace.shown(page), i + 1),
         fs::exists(file) ? "A stored run is shown as it is."
                          : "There is no such file.",
         fmt::format("cat {}", workspace.shown(file))}));
  }
  return complaints;
}

}  // namespace hb::runner

// ./workbook replay: one execution of your answer, shown again.

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/judge/checker_program.hpp"
#include "runner/judge/judge.hpp"
#include "runner/system/process.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/text.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

namespace fs = std::filesystem;

// The report that the program wrote; a code is of one test only.
nlohmann::json verdict_in(const fs::path& stream) {
  std::ifstream lines(stream);
  for (std::string text; std::getline(lines, text);) {
    nlohmann::json line = nlohmann::json::parse(text, nullptr, false);
    if (line.is_object() && line.value("event", "") == "verdict") return line;
  }
  return {};
}

// "error: SENTENCE" of a program that refused a code.
std::string refusal_in(const std::string& output) {
  constexpr std::string_view kError = "error: ";
  const auto at = output.find(kError);
  if (at == output.npos) return "The test program has ended without a word.";
  return trimmed(
      first_line(std::string_view(output).substr(at + kError.size())));
}

}  // namespace

int replay_command(const ReplayArguments& arguments) {
  const Workspace workspace = find_workspace();
  const Catalog catalog = read_catalog(workspace);
  const Exercise& exercise = catalog.find(arguments.id);
  const fs::path program = built_checker(workspace, exercise, {});
  const fs::path stream = program.string() + ".replay.jsonl";
  fs::remove(stream);
  CheckerOptions options = checker_options_of(exercise);
  if (isatty(STDOUT_FILENO) == 1) options.columns = terminal_width();
  options.replay = arguments.code;

  ProcessOptions process;
  process.command = {program.string(), "--json=" + stream.string()};
  for (const std::string& flag : flags_of(options)) {
    process.command.push_back(flag);
  }
  process.budget = std::chrono::minutes(2);
  const ProcessResult ended = run(process);
  if (ended.stopped) throw Stopped{};
  const nlohmann::json verdict = verdict_in(stream);
  if (!verdict.is_object()) {
    throw UserError(
        exit_code::kWrongCall,
        {fmt::format("this code shows nothing of {}", exercise.label()), "",
         refusal_in(ended.output), workspace.call("check " + exercise.number)});
  }
  fmt::print("{}", verdict.value("text", ""));
  return verdict.value("kind", "") == "accepted" ? exit_code::kFine
                                                 : exit_code::kRejected;
}

}  // namespace hb::runner

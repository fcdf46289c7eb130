#include "runner/judge/predict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <utility>

#include "runner/judge/prediction.hpp"
#include "runner/system/text.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

constexpr std::size_t kWidth = 76;
// A witness has a table: more of them than this nobody reads at once.
constexpr std::size_t kMostComplaints = 4;

std::string indented_by(std::size_t columns, const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    result += line.empty() ? "\n" : std::string(columns, ' ') + line + "\n";
  }
  return result;
}

std::string executions_text(const PredictProgram& program,
                            const SeenOutcome& outcome) {
  return fmt::format("{} of {} execution{}", outcome.executions,
                     program.executions, program.executions == 1 ? "" : "s");
}

const SeenOutcome* find_seen(const PredictProgram& program,
                             const std::string& outcome) {
  const auto at = std::find_if(
      program.seen.begin(), program.seen.end(),
      [&](const SeenOutcome& seen) { return seen.outcome == outcome; });
  return at == program.seen.end() ? nullptr : &*at;
}

const PredictProgram* find_program(const std::vector<PredictProgram>& programs,
                                   const std::string& name) {
  const auto at = std::find_if(
      programs.begin(), programs.end(),
      [&](const PredictProgram& program) { return program.name == name; });
  return at == programs.end() ? nullptr : &*at;
}

// The exercise and the checker must agree before anybody is graded.
void expect_agreement(const Exercise& exercise,
                      const std::vector<PredictProgram>& programs) {
  for (const NeverOutcome& never : exercise.never) {
    const PredictProgram* const program = find_program(programs, never.program);
    if (program != nullptr && find_seen(*program, never.outcome) == nullptr) {
      continue;
    }
    throw UserError(
        exit_code::kBroken,
        {fmt::format("exercise.toml says of {} that {} is never the outcome",
                     never.program, never.outcome),
         fmt::format("exercises/{}/exercise.toml", exercise.folder),
         program == nullptr ? "test.cpp has no program of that name."
                            : "The checker has seen it.",
         "./workbook dev check " + exercise.number});
  }
}

class Grader {
 public:
  Grader(const Exercise& exercise, std::string file,
         const std::vector<PredictProgram>& programs, const ShowWitness& show)
      : exercise_(exercise),
        file_(std::move(file)),
        programs_(programs),
        show_(show) {}

  Grade grade(const std::string& text) {
    const Prediction prediction = read_prediction(text);
    for (const PredictionMistake& mistake : prediction.mistakes) {
      complain(mistake.program, mistake.line, mistake.what);
    }
    for (const PredictedOutcome& outcome : prediction.outcomes) judge(outcome);
    for (const PredictProgram& program : programs_) find_missing(program);
    tell_open();
    Grade grade;
    grade.right = complaints_.empty();
    grade.text = grade.right ? text_of_right() : text_of_wrong();
    if (!grade.right) {
      grade.program = complaints_.front().program;
      grade.line = complaints_.front().line;
    }
    return grade;
  }

 private:
  struct Complaint {
    std::string program;
    int line = 0;
    std::string text;
  };

  void complain(const std::string& program, int line, const std::string& what,
                const std::string& more = "") {
    const std::string place =
        line > 0 ? fmt::format("{}:{}  ", file_, line) : "";
    complaints_.push_back(
        {program, line, indented_by(2, wrapped(place + what, kWidth)) + more});
  }

  const NeverOutcome* find_never(const std::string& program,
                                 const std::string& outcome) const {
    const auto at = std::find_if(exercise_.never.begin(), exercise_.never.end(),
                                 [&](const NeverOutcome& never) {
                                   return never.program == program &&
                                          never.outcome == outcome;
                                 });
    return at == exercise_.never.end() ? nullptr : &*at;
  }

  void judge(const PredictedOutcome& line) {
    const PredictProgram* const program = find_program(programs_, line.program);
    if (program == nullptr) {
      if (!unknown_.insert(line.program).second) return;
      complain(line.program, line.line,
               fmt::format("there is no program {}", line.program));
      return;
    }
    const SeenOutcome* const seen = find_seen(*program, line.outcome);
    const NeverOutcome* const never = find_never(line.program, line.outcome);
    if (seen == nullptr && never == nullptr) {
      complain(
          line.program, line.line,
          fmt::format("{} is no outcome to be judged; {} has {}", line.outcome,
                      line.program, fmt::join(outcomes_of(*program), ", ")));
      return;
    }
    if (!judged_.insert({line.program, line.outcome}).second) {
      complain(
          line.program, line.line,
          fmt::format("{} stands twice in {}", line.outcome, line.program));
      return;
    }
    if (line.claim == Claim::open) {
      open_.push_back(line);
    } else if (seen != nullptr && line.claim == Claim::never) {
      tell_witness(line, *program, *seen);
    } else if (never != nullptr && line.claim == Claim::allowed) {
      complain(line.program, line.line,
               fmt::format("allowed {}: no execution of {} has it. Why: {}.",
                           line.outcome, line.program, never->reason));
    } else {
      ++right_;
    }
  }

  void tell_witness(const PredictedOutcome& line, const PredictProgram& program,
                    const SeenOutcome& seen) {
    const WitnessText witness = show_(program, seen);
    std::string more = "\n" + witness.table + "\n";
    if (!witness.machine.empty()) {
      more += indented_by(2, wrapped("machine: " + witness.machine, kWidth));
    }
    more += fmt::format("  again:   ./workbook replay {} {}\n",
                        exercise_.number, seen.replay);
    complain(line.program, line.line,
             fmt::format("never {}: {} of {} has it.", line.outcome,
                         executions_text(program, seen), program.name),
             more);
  }

  // Every outcome that has to be judged.
  std::vector<std::string> outcomes_of(const PredictProgram& program) const {
    std::set<std::string> outcomes;
    for (const SeenOutcome& seen : program.seen) outcomes.insert(seen.outcome);
    for (const NeverOutcome& never : exercise_.never) {
      if (never.program == program.name) outcomes.insert(never.outcome);
    }
    return {outcomes.begin(), outcomes.end()};
  }

  void find_missing(const PredictProgram& program) {
    for (const std::string& outcome : outcomes_of(program)) {
      if (judged_.contains({program.name, outcome})) continue;
      complain(program.name, 0,
               fmt::format("{}: program {} has no line for {}", file_,
                           program.name, outcome));
    }
  }

  // WHY last, and together: those who begin with one program want to know of
  // that one.
  void tell_open() {
    if (open_.empty()) return;
    const PredictedOutcome& first = open_.front();
    const std::string others =
        open_.size() == 1
            ? ""
            : fmt::format(", and {} more line{} after it", open_.size() - 1,
                          open_.size() == 2 ? "" : "s");
    complain(first.program, first.line,
             fmt::format("? {} is still to be answered{}: allowed or never?",
                         first.outcome, others));
  }

  std::string headline(const std::string& kind, const std::string& rest) const {
    return fmt::format("{}: {}, {}\n\n", kind, exercise_.label(), rest);
  }

  std::string text_of_wrong() {
    std::size_t lines = 0;
    for (const PredictProgram& program : programs_) {
      lines += outcomes_of(program).size();
    }
    std::string text = headline(
        "outcome",
        (complaints_.front().program.empty()
             ? ""
             : "test " + complaints_.front().program + ", ") +
            fmt::format("{} of {} outcomes judged right", right_, lines));
    for (std::size_t i = 0; i < complaints_.size(); ++i) {
      if (i == kMostComplaints) {
        return text + fmt::format("  ... and {} more\n",
                                  complaints_.size() - kMostComplaints);
      }
      text += (i == 0 ? "" : "\n") + complaints_[i].text;
    }
    return text;
  }

  std::string text_of_right() {
    std::int64_t executions = 0;
    std::size_t outcomes = 0;
    std::string text;
    for (const PredictProgram& program : programs_) {
      executions += program.executions;
      text += "  " + program.name + "\n";
      for (const std::string& outcome : outcomes_of(program)) {
        ++outcomes;
        text += line_of_right(program, outcome);
      }
    }
    return headline("accepted",
                    fmt::format("{} programs, {} outcomes, all {} executions",
                                programs_.size(), outcomes, executions)) +
           text;
  }

  std::string line_of_right(const PredictProgram& program,
                            const std::string& outcome) const {
    constexpr std::size_t kMargin = 15;
    const SeenOutcome* const seen = find_seen(program, outcome);
    if (seen == nullptr) {
      const std::string why = find_never(program.name, outcome)->reason;
      return fmt::format("    never    {}\n", outcome) +
             indented_by(kMargin, wrapped(why, kWidth - kMargin));
    }
    return fmt::format("    allowed  {}   {}, {}\n", outcome,
                       executions_text(program, *seen), seen->replay) +
           indented_by(kMargin,
                       wrapped(show_(program, *seen).story, kWidth - kMargin));
  }

  const Exercise& exercise_;
  const std::string file_;
  const std::vector<PredictProgram>& programs_;
  const ShowWitness& show_;
  std::vector<Complaint> complaints_;
  std::vector<PredictedOutcome> open_;
  std::size_t right_ = 0;                                 // outcomes
  std::set<std::pair<std::string, std::string>> judged_;  // program, outcome
  std::set<std::string> unknown_;                         // programs
};

// "first: store x = 1, load y -> 0", a line for each turn.
std::string story_of(const nlohmann::json& steps) {
  std::string text;
  std::string running;
  for (const nlohmann::json& step : steps) {
    const std::string thread = step.value("thread", "");
    if (thread != running) {
      text += (text.empty() ? "" : "\n") + thread + ": ";
    } else {
      text += ", ";
    }
    running = thread;
    text += step.value("what", "");
    if (step.value("stale", false)) text += " (old)";
  }
  return text;
}

// The part of a report that shows the steps.
std::string table_of(const std::string& report) {
  const auto begin = report.find("  step | ");
  if (begin == report.npos) return "";
  const auto end = report.find("\n\n", begin);
  return report.substr(begin, end == report.npos ? end : end + 1 - begin);
}

}  // namespace

std::optional<PredictProgram> read_program(const std::string& verdict_line) {
  const nlohmann::json line =
      nlohmann::json::parse(verdict_line, nullptr, false);
  if (!line.is_object() || !line.contains("outcomes")) return std::nullopt;
  PredictProgram program;
  const std::string test = line.value("test", "");
  program.name = test.substr(test.find('.') + 1);
  program.executions = line.value("executions", std::int64_t{0});
  const auto names = line.value("names", std::vector<std::string>());
  for (const nlohmann::json& outcome : line["outcomes"]) {
    SeenOutcome seen;
    const auto values = outcome.value("values", std::vector<long long>());
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::string name =
          i < names.size() ? names[i] : fmt::format("r{}", i + 1);
      seen.outcome +=
          fmt::format("{}{}={}", i == 0 ? "" : " ", name, values[i]);
    }
    seen.executions = outcome.value("executions", std::int64_t{0});
    seen.replay = outcome.value("replay", "");
    program.seen.push_back(std::move(seen));
  }
  return program;
}

WitnessText read_witness(const std::string& verdict_line) {
  const nlohmann::json line =
      nlohmann::json::parse(verdict_line, nullptr, false);
  if (!line.is_object()) return {};
  WitnessText witness;
  if (line.contains("steps")) witness.story = story_of(line["steps"]);
  witness.table = table_of(line.value("text", ""));
  witness.machine = line.value("machine", "");
  return witness;
}

Grade grade_prediction(const Exercise& exercise, const std::string& file,
                       const std::string& text,
                       const std::vector<PredictProgram>& programs,
                       const ShowWitness& show) {
  expect_agreement(exercise, programs);
  return Grader(exercise, file, programs, show).grade(text);
}

}  // namespace hb::runner

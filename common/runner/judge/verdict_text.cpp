#include "runner/judge/verdict_text.hpp"

#include "runner/system/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>
#include <utility>

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

std::string with_thousands(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<long>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

std::string indented(const std::string& text, std::size_t most_lines = 1000) {
  std::istringstream lines(text);
  std::string result;
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    if (count == most_lines) return result + "  ...\n";
    result += line.empty() ? "\n" : "  " + line + "\n";
  }
  return result;
}

// Without the bytes by which a program could move our cursor about.
std::string printable(std::string text) {
  for (char& c : text) {
    const bool controls = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (controls && c != '\n' && c != '\t') c = '?';
  }
  return text;
}

// What a kind means, in one line below the facts.
std::string_view reason(Kind kind) {
  switch (kind) {
    case Kind::race:
      return "No happens-before edge orders the two: a data race, and so "
             "undefined\nbehaviour, whatever the values were.";
    case Kind::hang:
      return "Real threads cannot tell a deadlock from a slow machine. Ask of "
             "each line\nabove: what does it wait for, and who could still "
             "bring it about?";
    case Kind::terminate:
      return "The whole process ends, with every thread in it.";
    case Kind::exception:
      return "An exception that leaves a thread ends the whole process.";
    case Kind::outlives:
      return "A thread that outlives the objects it uses works on memory that "
             "is gone.";
    case Kind::use_after_free:
      return "The memory may belong to somebody else by now.";
    case Kind::inconclusive:
      return "This is not a pass. None of the executions seen goes wrong, and "
             "some are left.\nA smaller test is seen to its end; a larger "
             "limit "
             "or a sample looks further.";
    case Kind::wrong_unlock:
      return "A mutex is unlocked by the thread that locked it, once.";
    default:
      return "";
  }
}

std::string counted(std::int64_t number, const std::string& noun) {
  return fmt::format("{} {}{}", with_thousands(number), noun,
                     number == 1 ? "" : "s");
}

std::string accepted_headline(const Verdict& verdict) {
  if (verdict.levels > 0) {
    return fmt::format("accepted: {}, {}", verdict.label(),
                       counted(verdict.levels, "level"));
  }
  const std::string tests = fmt::format("accepted: {}, {}", verdict.label(),
                                        counted(verdict.tests, "test"));
  if (!verdict.by_checker) {
    return tests + fmt::format(", {} runs on real threads only",
                               with_thousands(verdict.runs));
  }
  // Reductions leave out executions that are like another one.
  const bool stand_for_more =
      std::any_of(verdict.coverage.begin(), verdict.coverage.end(),
                  [](const std::string& line) {
                    return line.find(" for all") != line.npos;
                  });
  const std::string executions = counted(verdict.executions, "execution");
  const bool has_more =
      std::any_of(verdict.coverage.begin(), verdict.coverage.end(),
                  [](const std::string& line) {
                    return line.find("cut at a bound") != line.npos;
                  });
  if (has_more) return tests + ", " + executions + " within the bounds";
  return tests + ", " +
         (stand_for_more ? executions + " that stand for all"
                         : "all " + executions);
}

// What a limit says of the answer.
std::string limit_text(const Verdict& verdict) {
  return verdict.kind == Kind::inconclusive && verdict.exploration
             ? "A loop that takes a lock or reads an atomic again and "
               "again has no last\nexecution. Is there a wait that would "
               "sleep until something changes?"
             : "";
}

std::string headline(const Verdict& verdict) {
  if (verdict.kind == Kind::accepted) return accepted_headline(verdict);
  std::string line =
      fmt::format("{}: {}", name_of(verdict.kind), verdict.label());
  if (verdict.test.empty()) return line;
  line += ", test " + verdict.test;
  if (verdict.kind == Kind::inconclusive && verdict.exploration) {
    return line + ", " + verdict.exploration->coverage;
  }
  if (verdict.by_checker && !verdict.on_real_threads) return line;
  return line + (verdict.run > 0
                     ? fmt::format(", run {} on real threads", verdict.run)
                     : ", real threads");
}

// What was explored, a line a test, and what was run.
std::string coverage_text(const Verdict& verdict) {
  std::string text;
  std::size_t width = 0;
  for (const std::string& line : verdict.coverage) {
    width = std::max(width, line.find(": "));
  }
  for (const std::string& line : verdict.coverage) {
    const auto colon = line.find(": ");
    text += fmt::format("  {:<{}}  {}\n", line.substr(0, colon), width,
                        line.substr(colon + 2));
  }
  if (verdict.on_real_threads && verdict.by_checker) {
    text += fmt::format("  and clean in {} on real threads\n",
                        counted(verdict.runs, "run"));
  }
  return text;
}

// The lines it happened at, in columns.
std::string steps_text(const Verdict& verdict, const Style& style) {
  std::size_t thread_width = 0;
  std::size_t place_width = 0;
  std::size_t what_width = 0;
  const auto place = [](const Step& step) {
    const std::string name = fs::path(step.file).filename().string();
    return step.line > 0 ? fmt::format("{}:{}", name, step.line) : name;
  };
  for (const Step& step : verdict.steps) {
    thread_width = std::max(thread_width, step.thread.size());
    place_width = std::max(place_width, place(step).size());
    what_width = std::max(what_width, step.what.size());
  }
  std::string text;
  for (const Step& step : verdict.steps) {
    if (step.file.empty()) continue;
    const std::string name = place(step);
    text += thread_width > 0
                ? fmt::format("  {:<{}}  ", step.thread, thread_width)
                : "  ";
    text += style.link(step.file, name);
    text += std::string(place_width - name.size(), ' ');
    text += fmt::format("  {:<{}}  {}", step.what, what_width,
                        style.paint(Colour::faint, step.source));
    while (text.ends_with(' ')) text.pop_back();
    text += "\n";
  }
  return text;
}

// Looks further than the limit that was hit. WHY a hint for too many events: no
// limit is large enough for a loop that turns.
std::string way_on(const Verdict& verdict) {
  const std::string& limit = verdict.exploration->limit;
  const std::string check = "check " + verdict.number;
  if (limit.ends_with(" s")) return check + " --max-seconds=100";
  if (limit.find("executions") != limit.npos) {
    return check + " --max-executions=5000000 --max-seconds=100";
  }
  return "hint " + verdict.number;
}

std::string next_step(const Verdict& verdict) {
  switch (verdict.kind) {
    case Kind::accepted:
      return "next";
    case Kind::inconclusive:
      return verdict.exploration ? way_on(verdict) : "doctor";
    case Kind::build:
    case Kind::forbidden:
      return "open " + verdict.number;
    default:
      if (verdict.levels > 0) return "step " + verdict.number;
      return "hint " + verdict.number;
  }
}

// Paths in what the compiler said, as people read them.
std::string without_root(std::string text, const Workspace& workspace) {
  const std::string root = workspace.root.string() + "/";
  for (auto at = text.find(root); at != text.npos; at = text.find(root, at)) {
    text.erase(at, root.size());
  }
  return text;
}

Colour colour_of(Kind kind) {
  if (kind == Kind::accepted) return Colour::green;
  if (kind == Kind::inconclusive) return Colour::yellow;
  return Colour::red;
}

// The checker's own report: its first line is the headline, its last says what
// to try.
std::string report_text(const Verdict& verdict, const Workspace& workspace,
                        const Style& style) {
  const std::string report =
      without_root(printable(verdict.exploration->text), workspace);
  const auto end_of_line = report.find('\n');
  return style.paint(colour_of(verdict.kind), report.substr(0, end_of_line)) +
         report.substr(end_of_line);
}

std::string facts_text(const Verdict& verdict, const Workspace& workspace,
                       const Style& style) {
  std::string text =
      style.paint(colour_of(verdict.kind), headline(verdict)) + "\n";
  if (!verdict.steps.empty()) text += steps_text(verdict, style);
  if (verdict.kind == Kind::accepted) {
    text += verdict.by_checker
                ? coverage_text(verdict)
                : "  Real threads can find a defect. They cannot show that "
                  "there is none.\n";
    return text;
  }
  if (verdict.kind == Kind::race) return text;
  // WHY the compiler's words are left alone: its carets point at columns.
  const std::string message = without_root(verdict.message, workspace);
  return text + (verdict.kind == Kind::build ? indented(message, 30)
                                             : indented(wrapped(message), 12));
}

}  // namespace

std::string verdict_text(const Verdict& verdict, const Workspace& workspace,
                         const Style& style) {
  const bool has_report =
      verdict.exploration && !verdict.exploration->text.empty();
  std::string text = has_report ? report_text(verdict, workspace, style)
                                : facts_text(verdict, workspace, style);
  if (!has_report) {
    text += indented(std::string(reason(verdict.kind)));
    text += indented(limit_text(verdict));
  }
  for (const std::string& note : verdict.notes) {
    const std::string words = without_root(note, workspace);
    text += indented(
        note.starts_with("warnings") ? words : wrapped("note: " + words), 30);
  }
  if (!verdict.output.empty()) {
    text += "  Your program printed:\n" +
            indented(indented(printable(verdict.output), 20));
  }
  if (has_report) return text;
  const std::string next = next_step(verdict);
  return text + "  try: " +
         (next == "doctor" ? "./workbook doctor" : workspace.call(next)) + "\n";
}

}  // namespace hb::runner

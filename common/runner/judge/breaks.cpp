#include "runner/judge/breaks.hpp"

#include <fmt/format.h>

#include <charconv>
#include <sstream>

#include "runner/judge/step_process.hpp"
#include "runner/system/text.hpp"

namespace hb::runner {
namespace {

constexpr const char* kNotYet = "?";

// A line without its comment.
std::string without_comment(const std::string& line) {
  return trimmed(line.substr(0, line.find('#')));
}

std::string name_on(const std::string& line) {
  const std::string text = without_comment(line);
  return text.substr(0, text.find_first_of(" \t"));
}

// "there:1" is thread "there" with choice 1.
struct Turn {
  std::string thread;
  int choice = 0;
};

std::optional<Turn> turn_in(const std::string& word) {
  const auto colon = word.find(':');
  Turn turn{word.substr(0, colon), 0};
  if (colon == word.npos) return turn;
  const char* const end = word.data() + word.size();
  const auto read = std::from_chars(word.data() + colon + 1, end, turn.choice);
  if (read.ec != std::errc{} || read.ptr != end || turn.choice < 0) {
    return std::nullopt;
  }
  return turn;
}

}  // namespace

std::vector<BreakAnswer> read_breaks(const std::string& file) {
  std::vector<BreakAnswer> answers;
  std::istringstream lines(file);
  int number = 1;
  for (std::string line; std::getline(lines, line); ++number) {
    const std::string level = name_on(line);
    if (level.empty()) continue;
    const std::string text =
        trimmed(without_comment(line).substr(level.size()));
    answers.push_back({level, text == kNotYet ? "" : text, number});
  }
  return answers;
}

std::string with_break(const std::string& file, const std::string& level,
                       const std::string& answer) {
  std::istringstream lines(file);
  std::string text;
  bool found = false;
  for (std::string line; std::getline(lines, line);) {
    if (name_on(line) != level) {
      text += line + "\n";
    } else if (!found) {
      // Columns stay as they were, if there were any.
      const auto begin =
          line.find_first_not_of(" \t", line.find(level) + level.size());
      const std::string head =
          begin == line.npos ? level + "  " : line.substr(0, begin);
      text += head + answer + "\n";
      found = true;
    }
  }
  return found ? text : text + level + "  " + answer + "\n";
}

std::string schedule_of(const StepState& state) {
  std::string text;
  for (const StepMove& move : state.moves) {
    if (!text.empty()) text += " ";
    const StepThread* thread = state.thread(std::to_string(move.thread));
    const bool is_word = thread != nullptr && thread->name.find_first_of(
                                                  " \t:#") == std::string::npos;
    text += is_word ? thread->name : std::to_string(move.thread);
    if (move.choice != 0) text += ":" + std::to_string(move.choice);
  }
  return text;
}

std::string follow(StepProcess& process, const std::string& answer) {
  if (answer.starts_with("cw")) return process.replay(answer);
  std::istringstream words(answer);
  int number = 1;
  for (std::string word; words >> word; ++number) {
    const auto turn = turn_in(word);
    if (!turn) {
      return fmt::format("step {}: \"{}\" is no thread and choice", number,
                         word);
    }
    const StepThread* thread = process.state().thread(turn->thread);
    if (thread == nullptr) {
      return fmt::format("step {}: there is no thread \"{}\"", number,
                         turn->thread);
    }
    const std::string name = thread->name;
    const std::string waits = thread->waits;
    const std::string why = process.step({thread->number, turn->choice});
    if (why.empty()) continue;
    if (why == "that thread waits" && !waits.empty()) {
      return fmt::format("step {}: {} {}", number, name, waits);
    }
    return fmt::format("step {}, {}: {}", number, name, why);
  }
  return "";
}

}  // namespace hb::runner

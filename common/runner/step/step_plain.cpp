#include "runner/step/step_plain.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <iostream>
#include <sstream>

#include "runner/system/text.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

std::string as_text(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::string picture_text(const StepGame& game) {
  return as_text(step_screen(game.state(), picture_of(game), {}, {}));
}

std::optional<int> number_in(const std::string& word) {
  int number = 0;
  const char* const end = word.data() + word.size();
  const auto read = std::from_chars(word.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

// "1", "b" or nothing.
std::optional<int> choice_in(const std::string& word) {
  if (word.empty()) return 0;
  if (word.size() == 1 && word[0] >= 'a' && word[0] <= 'z') {
    return word[0] - 'a';
  }
  return number_in(word);
}

void step_in(const std::string& thread_name, const std::string& choice_word,
             StepGame& game) {
  const StepThread* thread = game.state().thread(thread_name);
  const auto choice = choice_in(choice_word);
  if (thread == nullptr) {
    game.say(fmt::format("there is no thread \"{}\"", thread_name));
  } else if (!choice) {
    game.say(
        fmt::format("\"{}\" is no choice: a letter or a number", choice_word));
  } else {
    game.step({thread->number, *choice});
  }
}

}  // namespace

StepPicture picture_of(const StepGame& game) {
  StepPicture picture;
  const StepSubject& subject = game.subject();
  const bool is_level = game.level() != nullptr;
  picture.title = fmt::format("{}, {} {} of {}: {}", subject.exercise.label(),
                              is_level ? "level" : "test", game.number(),
                              subject.tests.size(), game.test());
  const std::size_t steps = game.state().moves.size();
  picture.task =
      steps == 1 ? "1 step so far" : fmt::format("{} steps so far", steps);
  if (is_level) picture.task += "; " + game.level()->task();
  picture.message = game.message();
  return picture;
}

std::vector<std::string> plain_help() {
  return {
      "THREAD [CHOICE]   its next step; a name or a number, and a letter",
      "undo [N]          N steps back, one if none is given",
      "state             once more where it stands",
      "shortest          what breaks it in the fewest steps",
      "compare           your steps, and those",
      "report            what went wrong, in full",
      "code              the replay code of these steps",
      "replay CODE       go where a code leads",
      "safe              say that nothing breaks this level",
      "next              the next level or test",
      "quit              so does the end of the input",
  };
}

bool obey(const std::string& line, StepGame& game, std::string& printed) {
  std::istringstream words(line);
  std::string first;
  std::string second;
  std::string third;
  words >> first >> second >> third;
  if (first.empty()) return true;
  game.say("");
  if (first == "quit" || first == "q") return false;
  if (first == "help" || first == "?") {
    printed += as_text(plain_help());
    return true;
  }
  if (first == "shortest" || first == "compare") {
    printed +=
        as_text(first == "compare" ? game.compare() : game.show_shortest());
    if (!game.message().empty()) printed += game.message() + "\n";
    return true;
  }
  if (first == "code") {
    printed += game.state().code + "\n";
    return true;
  }
  if (first == "report") {
    printed += game.state().finding.kind.empty() ? "nothing has gone wrong\n"
                                                 : game.state().finding.text;
    return true;
  }
  if (first == "undo" || first == "u") {
    game.undo(number_in(second).value_or(1));
  } else if (first == "replay") {
    game.replay(second);
  } else if (first == "safe") {
    game.say_safe();
  } else if (first == "next") {
    game.open_next();
  } else if (first == "step") {
    step_in(second, third, game);
  } else if (first != "state") {
    step_in(first, second, game);
  }
  printed += picture_text(game);
  return true;
}

int step_plainly(StepGame& game) {
  std::fputs(picture_text(game).c_str(), stdout);
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {
    std::string printed;
    const bool go_on = obey(line, game, printed);
    std::fputs(printed.c_str(), stdout);
    std::fflush(stdout);
    if (!go_on) break;
  }
  return exit_code::kFine;
}

}  // namespace hb::runner

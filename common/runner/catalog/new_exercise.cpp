#include "runner/catalog/new_exercise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <regex>
#include <stdexcept>

#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& expected,
                         const std::string& next) {
  throw UserError(exit_code::kWrongCall, {what, "", expected, next});
}

// "try_send" -> "TrySend"
std::string pascal(const std::string& snake) {
  std::string result;
  bool upper = true;
  for (const char c : snake) {
    if (c != '_') {
      result +=
          upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c)))
                : c;
    }
    upper = c == '_';
  }
  return result;
}

// "try_send" -> "Try send"
std::string sentence(std::string snake) {
  std::replace(snake.begin(), snake.end(), '_', ' ');
  snake[0] =
      static_cast<char>(std::toupper(static_cast<unsigned char>(snake[0])));
  return snake;
}

// The first letter that no exercise of `topic` has.
char free_letter(const Workspace& workspace, const std::string& topic) {
  char letter = 'a';
  const auto is_taken = [&](char candidate) {
    for (const fs::path& root : {workspace.exercises, workspace.solutions}) {
      std::error_code none;
      for (const auto& entry : fs::directory_iterator(root / topic, none)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(std::string{candidate, '_'})) return true;
      }
    }
    return false;
  };
  while (letter < 'z' && is_taken(letter)) ++letter;
  return letter;
}

void check_names(const Workspace& workspace, const std::string& topic,
                 const std::string& name) {
  static const std::regex kName("[a-z]_[a-z][a-z0-9]*(_[a-z0-9]+)*");
  const auto lessons = read_lessons(workspace);
  const auto is_topic = [&](const Lesson& l) { return l.folder == topic; };
  if (std::none_of(lessons.begin(), lessons.end(), is_topic)) {
    std::string known;
    for (const Lesson& lesson : lessons) {
      if (lesson.number == topic.substr(0, 2)) known = lesson.folder;
    }
    refuse(fmt::format("no lesson \"{}\" in lessons/curriculum.tsv", topic),
           known.empty()
               ? "An exercise belongs to a lesson: 07_channels."
               : "Lesson " + known.substr(0, 2) + " is " + known + ".",
           "./workbook list");
  }
  if (!std::regex_match(name, kName)) {
    refuse(fmt::format("\"{}\" does not name an exercise", name),
           "Expected its letter and a name: e_rendezvous.",
           fmt::format("./workbook dev new {} {}_rendezvous", topic,
                       free_letter(workspace, topic)));
  }
  for (const fs::path& root : {workspace.exercises, workspace.solutions}) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(root / topic, none)) {
      const std::string known = entry.path().filename().string();
      if (known.size() < 2 || known.substr(0, 2) != name.substr(0, 2)) continue;
      refuse(fmt::format("{} is taken", number_of(topic + "/" + name)),
             workspace.shown(entry.path()) + " is there.",
             fmt::format("./workbook dev new {} {}_{}", topic,
                         free_letter(workspace, topic), name.substr(2)));
    }
  }
}

}  // namespace

std::string filled(const std::string& text,
                   const std::map<std::string, std::string>& values) {
  static const std::regex kPlaceholder("@([A-Z]+)@");
  std::string result;
  auto rest = text.begin();
  for (std::sregex_iterator it(text.begin(), text.end(), kPlaceholder), end;
       it != end; ++it) {
    const auto value = values.find((*it)[1]);
    if (value == values.end()) {
      throw std::logic_error("a template has an unknown " + it->str());
    }
    result.append(rest, (*it)[0].first);
    result += value->second;
    rest = (*it)[0].second;
  }
  return result.append(rest, text.end());
}

std::map<std::string, std::string> template_values(const std::string& topic,
                                                   const std::string& name) {
  const std::string folder = topic + "/" + name;
  const std::string bare = name.substr(2);
  return {{"NUMBER", number_of(folder)},
          {"NAME", bare},
          {"FOLDER", folder},
          {"FILE", bare + ".hpp"},
          {"CLASS", pascal(bare)},
          {"TITLE", sentence(bare)},
          {"ID", topic.substr(3) + "." + bare}};
}

std::vector<fs::path> write_new_exercise(const Workspace& workspace,
                                         const std::string& topic,
                                         const std::string& name) {
  check_names(workspace, topic, name);
  const auto values = template_values(topic, name);
  for (const Exercise& exercise : read_catalog(workspace).exercises) {
    if (exercise.id == values.at("ID")) {
      refuse(fmt::format("the id \"{}\" is taken", exercise.id),
             "By " + exercise.folder + ". Progress is kept under the id.",
             "./workbook list");
    }
  }
  const fs::path templates = workspace.root / "common/runner/catalog/templates";
  const fs::path exercise = workspace.exercises / topic / name;
  const fs::path solution = workspace.solutions / topic / name;
  const std::vector<std::pair<fs::path, std::string>> files = {
      {exercise / values.at("FILE"), "exercise.hpp.in"},
      {exercise / "test.cpp", "test.cpp.in"},
      {solution / values.at("FILE"), "solution.hpp.in"},
      {solution / "answers.toml", "answers.toml.in"},
      {exercise / "exercise.toml", "exercise.toml.in"},
  };
  std::vector<fs::path> written;
  for (const auto& [path, name_of_template] : files) {
    write_file(path, filled(read_file(templates / name_of_template), values));
    written.push_back(path);
  }
  return written;
}

}  // namespace hb::runner

#include "runner/catalog/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <numeric>
#include <sstream>
#include <utility>

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

// "07_channels", "a_close": a prefix of `length` characters, then a name.
bool is_numbered(const std::string& name, std::size_t length) {
  return name.size() > length + 1 && name[length] == '_' &&
         std::all_of(name.begin(), name.begin() + static_cast<long>(length),
                     [&](unsigned char c) {
                       return length == 2 ? std::isdigit(c) != 0
                                          : std::islower(c) != 0;
                     });
}

std::vector<std::string> numbered_folders(const fs::path& path,
                                          std::size_t length) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && is_numbered(name, length)) {
      names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// What to say to somebody who typed a name that is not there.
std::string near_names(const std::vector<Exercise>& exercises,
                       const std::string& name, std::string& next) {
  std::string lesson_mates;
  const Exercise* nearest = nullptr;
  // At most half of what was typed may be wrong.
  std::size_t least = std::min<std::size_t>(4, name.size() / 2 + 1);
  for (const Exercise& exercise : exercises) {
    if (exercise.number.compare(0, 2, name, 0, 2) == 0) {
      lesson_mates += (lesson_mates.empty() ? "" : ", ") + exercise.label();
    }
    for (const std::string& known :
         {exercise.number, exercise.id, exercise.name}) {
      const std::size_t distance = edit_distance(known, name);
      if (distance < least) {
        least = distance;
        nearest = &exercise;
      }
    }
  }
  const bool is_number = name.size() == 3 &&
                         std::isdigit(static_cast<unsigned char>(name[0])) &&
                         std::isdigit(static_cast<unsigned char>(name[1]));
  if (is_number && lesson_mates.empty()) nearest = nullptr;
  next = nearest != nullptr ? "./workbook check " + nearest->number
                            : "./workbook list";
  if (!lesson_mates.empty()) {
    return fmt::format("Lesson {} has {}.", name.substr(0, 2), lesson_mates);
  }
  if (nearest != nullptr) {
    return fmt::format("Did you mean {} ({})?", nearest->label(), nearest->id);
  }
  if (is_number) {
    return fmt::format("No exercise of lesson {} is here yet.",
                       name.substr(0, 2));
  }
  return "Exercises are named like 07a, close or channels.close.";
}

}  // namespace

const Exercise& Catalog::find(const std::string& name) const {
  std::vector<const Exercise*> matches;
  for (const Exercise& exercise : exercises) {
    if (exercise.number == name || exercise.id == name ||
        exercise.folder == name) {
      return exercise;
    }
    if (exercise.name == name) matches.push_back(&exercise);
  }
  if (matches.size() == 1) return *matches.front();
  // WHY here: the name may be right and its file broken.
  for (const auto& [folder, error] : broken) {
    if (number_of(folder) == name || folder == name) throw error;
  }
  std::string next;
  const std::string expected = near_names(exercises, name, next);
  throw UserError(
      exit_code::kWrongCall,
      {fmt::format("no exercise \"{}\"", name), "", expected, next});
}

Catalog read_catalog(const Workspace& workspace) {
  Catalog catalog;
  std::map<std::string, std::string> folder_of_id;
  for (const auto& topic : numbered_folders(workspace.exercises, 2)) {
    for (const auto& name : numbered_folders(workspace.exercises / topic, 1)) {
      const std::string folder = topic + "/" + name;
      try {
        Exercise exercise = read_exercise(workspace, folder);
        const auto [known, is_new] = folder_of_id.emplace(exercise.id, folder);
        if (!is_new) {
          throw UserError(
              exit_code::kBroken,
              {fmt::format("two exercises have the id \"{}\"", exercise.id),
               workspace.shown(exercise.path / "exercise.toml") + ":1:1",
               "The other one is " + known->second +
                   ". Progress is kept under the id, so it is unique.",
               ""});
        }
        catalog.exercises.push_back(std::move(exercise));
      } catch (const UserError& error) {
        catalog.broken.push_back({folder, error});
      }
    }
  }
  return catalog;
}

std::vector<Exercise> choose(const Catalog& catalog,
                             const std::vector<std::string>& ids) {
  if (ids.empty()) {
    if (!catalog.broken.empty()) throw catalog.broken.front().error;
    return catalog.exercises;
  }
  std::vector<Exercise> chosen;
  for (const std::string& id : ids) chosen.push_back(catalog.find(id));
  return chosen;
}

std::vector<Lesson> read_lessons(const Workspace& workspace) {
  std::vector<Lesson> lessons;
  std::istringstream lines(
      read_file(workspace.root / "lessons" / "curriculum.tsv"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream fields(line);
    Lesson lesson;
    std::getline(fields, lesson.folder, '\t');
    std::getline(fields, lesson.part, '\t');
    std::getline(fields, lesson.title, '\t');
    lesson.number = lesson.folder.substr(0, 2);
    lesson.exists =
        fs::exists(workspace.root / "lessons" / lesson.folder / "main.cpp");
    lessons.push_back(lesson);
  }
  return lessons;
}

Lesson find_lesson(const Workspace& workspace, const std::string& name) {
  const std::string padded = name.size() == 1 ? "0" + name : name;
  std::string known;
  for (const Lesson& lesson : read_lessons(workspace)) {
    if (lesson.number == padded || lesson.folder == padded) {
      if (lesson.exists) return lesson;
      throw UserError(
          exit_code::kWrongCall,
          {fmt::format("lesson {} is still to come", lesson.number), "",
           lesson.title + " is not written yet.", "./workbook list"});
    }
    if (lesson.exists) known += (known.empty() ? "" : ", ") + lesson.number;
  }
  throw UserError(exit_code::kWrongCall,
                  {fmt::format("no lesson \"{}\"", name), "",
                   "Lessons so far: " + known + ".", "./workbook list"});
}

}  // namespace hb::runner

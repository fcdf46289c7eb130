// All exercises, in order, and finding one by what people type.
#pragma once

#include <string>
#include <vector>

#include "runner/catalog/exercise.hpp"
#include "runner/system/user_error.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

// A lesson of the curriculum, written or still to come.
struct Lesson {
  std::string number;  // "07"
  std::string folder;  // "07_channels"
  std::string title;   // "Channels"
  std::string part;    // "Messages"
  bool exists = false;
};

// An exercise whose exercise.toml does not parse: the others go on.
struct BrokenExercise {
  std::string folder;
  UserError error;
};

struct Catalog {
  std::vector<Exercise> exercises;
  std::vector<BrokenExercise> broken;

  // By number ("07a"), permanent id ("channels.close"), folder or name.
  // Throws UserError (2) with near names.
  const Exercise& find(const std::string& name) const;
};

Catalog read_catalog(const Workspace& workspace);

// The exercises named by `ids`, or all. Throws the error of a broken one only
// if it is among them.
std::vector<Exercise> choose(const Catalog& catalog,
                             const std::vector<std::string>& ids);

// From lessons/curriculum.tsv.
std::vector<Lesson> read_lessons(const Workspace& workspace);

// The lesson that "7", "07" or "07_channels" names. Throws UserError (2).
Lesson find_lesson(const Workspace& workspace, const std::string& name);

}  // namespace hb::runner

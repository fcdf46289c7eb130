// answers.toml: other answers to an exercise, wrong and right, as edits of the
// solution beside it.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runner/catalog/exercise.hpp"
#include "runner/judge/verdict.hpp"

namespace hb::runner {

struct Edit {
  std::string replace;  // occurs exactly once in the solution
  std::string with;
};

struct Answer {
  std::string name;
  std::string thought;
  Expectation expect;  // meaningless for a right answer
  bool right = false;
  // The files of the answer, by name: the solution's with the edits applied.
  std::map<std::string, std::string> files;
};

// A mutant of the solution that the tests let pass, and why.
struct Survivor {
  enum class Reason { equivalent, costs, untested };
  std::string mutant;
  Reason reason = Reason::untested;
  std::string note;
  // Of one that costs more: "waits 1 -> 2 in TEST", the largest numbers of a
  // thread, of the solution and of the mutant.
  std::string costs;
};
std::string_view name_of(Survivor::Reason reason);

// An expectation of test.cpp, or a lock of the solution, without which all goes
// as before, and why it stands there.
struct Unnoticed {
  std::string what;
  std::string note;
};

struct Answers {
  Expectation unsolved;  // the verdict that the exercise gets as it is given
  std::vector<Answer> answers;
  std::vector<Survivor> survivors;
  std::vector<Unnoticed> unnoticed;
};

// Reads and applies solutions/FOLDER/answers.toml. Throws UserError (3) with
// file and line for anything that formats do not allow.
Answers read_answers(const Workspace& workspace, const Exercise& exercise);

// The solution's own files, by name.
std::map<std::string, std::string> read_solution(const Workspace& workspace,
                                                 const Exercise& exercise);

}  // namespace hb::runner

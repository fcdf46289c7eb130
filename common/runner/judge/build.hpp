// Compiling and linking answers: one build.ninja an exercise, written here, run
// by ninja. The recipe comes from common/cmake/judge.cmake.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runner/catalog/exercise.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

// One answer to build: the test of an exercise, compiled against an include
// root that holds the answer's files.
struct BuildUnit {
  std::string name;  // "yours", "solution", "wrong-notify_one"
  std::filesystem::path include_root;  // holds 07_channels/a_close/channel.hpp
  std::filesystem::path test = {};     // another test.cpp than the exercise's
  // Whether reports know the names of variables, and not only lines. Without,
  // it is built in four fifths of the time.
  bool names = true;
  // The one test to compile, where no other will run: the others are read only
  // (one_test.hpp), which halves the time. Empty: all.
  std::string only_test = {};
};

// How a test is linked. checker and threads share one object, compiled for
// ThreadSanitizer; plain runs where that sanitizer cannot.
enum class Link { checker, threads, plain };
std::string_view name_of(Link link);

struct BuildResult {
  bool ok = false;
  bool stopped = false;
  std::string diagnostics;  // what the compiler said, warnings included
};

class Builder {
 public:
  Builder(const Workspace& workspace, const Exercise& exercise);

  // The include root of an answer that is no file of the repository. Writes
  // the files only if they changed, so that nothing is compiled twice.
  BuildUnit write_answer(const std::string& name,
                         const std::map<std::string, std::string>& files) const;
  BuildUnit yours() const;
  BuildUnit solution() const;

  // Builds all units, as many at once as there are processors; with several
  // units one that fails does not keep the others from being built.
  // `progress` is called with "3/14" and the like.
  BuildResult build(
      const std::vector<BuildUnit>& units, const std::vector<Link>& links,
      const std::function<void(std::string)>& progress = {}) const;

  // Forgets an answer and all that was built for it.
  void remove(const BuildUnit& unit) const;

  std::filesystem::path program(const BuildUnit& unit, Link link) const;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  // REQUIRES: the lock of the build folder is held.
  BuildResult build_once(
      const std::vector<BuildUnit>& units, const std::vector<Link>& links,
      const std::function<void(std::string)>& progress) const;
  // False if a file of the unit was saved since note_texts() was called.
  bool has_still_its_texts(const BuildUnit& unit) const;
  void note_texts(const BuildUnit& unit) const;
  std::string texts_of(const BuildUnit& unit) const;
  std::filesystem::path note_of(const BuildUnit& unit) const;
  std::string ninja_file(const std::vector<BuildUnit>& units,
                         const std::vector<Link>& links) const;

  Workspace workspace_;
  Exercise exercise_;
  std::filesystem::path judge_;   // build/dev/judge
  std::filesystem::path folder_;  // build/dev/judge/07a
};

}  // namespace hb::runner

// For tests: a workspace in a temporary folder, with one exercise that the
// readers accept. Removed with the object.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "runner/catalog/exercise.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

class TemporaryExercise {
 public:
  TemporaryExercise() {
    std::string name =
        (std::filesystem::temp_directory_path() / "hb_XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    write("exercises", "exercise.toml", kToml);
    write("exercises", "answer.hpp", "// TODO\n");
    write("solutions", "answer.hpp", "// solved\n");
  }
  ~TemporaryExercise() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  TemporaryExercise(const TemporaryExercise&) = delete;
  TemporaryExercise& operator=(const TemporaryExercise&) = delete;

  // `side` is "exercises" or "solutions".
  void write(const std::string& side, const std::string& file,
             const std::string& text) const {
    write_file(root_ / side / kFolder / file, text);
  }

  Workspace workspace() const {
    return {root_, root_ / "exercises", root_ / "solutions",
            root_ / "build" / "dev", root_ / ".workbook"};
  }
  Exercise exercise() const { return read_exercise(workspace(), kFolder); }

  static constexpr const char* kFolder = "07_channels/a_close";
  static constexpr const char* kToml = R"(id = "channels.close"
title = "Close: end the stream"
minutes = 20
edit = ["answer.hpp"]
kind = "code"
why = """
Because."""
[[forbid]]
words = ["yield"]
reason = "No time."
[[hint]]
text = "A question."
[[hint]]
text = "The place."
[[hint]]
text = "The idea."
)";

 private:
  std::filesystem::path root_;
};

}  // namespace hb::runner

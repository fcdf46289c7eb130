// The command line that every lesson has: --threads=N, --help, and its own.
//
//   hb::LessonArguments arguments({"07", "channels", "A full channel ...", 4});
//   const unsigned threads = arguments.read(argc, argv);
//
// The number of threads comes from --threads=N, else from the environment's
// WORKBOOK_THREADS=N, else from the description. WORKBOOK_THREADS=1 runs every
// lesson on one worker: the first thing to try when a result looks wrong.
//
// Thread safety: none needed, it is used before the first thread starts.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hb {

struct LessonDescription {
  const char* number;  // "07"
  const char* title;   // "channels"
  const char* shows;   // a sentence or two, for --help
  unsigned threads;    // the default
};

// What a command line asks for: to go on with `threads`, or to end with
// `exit_code` after printing `text`.
struct LessonCall {
  unsigned threads = 0;
  std::optional<int> exit_code = {};
  std::string text = {};
};

class LessonArguments {
 public:
  explicit LessonArguments(LessonDescription description);
  ~LessonArguments();

  LessonArguments(const LessonArguments&) = delete;
  LessonArguments& operator=(const LessonArguments&) = delete;

  // Adds an option of the lesson's own: add_flag("--verbose", ...) takes no
  // value, add_text("--file", ...) takes one.
  // REQUIRES: `target` lives until read() returns.
  void add_flag(const char* name, const char* help, bool& target);
  void add_text(const char* name, const char* help, std::string& target);

  // Returns the number of threads, 1 to 64. Ends the program after --help
  // (0) and after an argument that it does not understand (2).
  unsigned read(int argc, char** argv);

  // read() without its effects. `variable` is the value of WORKBOOK_THREADS,
  // or null.
  LessonCall parse(const std::vector<std::string>& arguments,
                   const char* variable);

 private:
  struct Options;
  std::unique_ptr<Options> options_;
};

}  // namespace hb

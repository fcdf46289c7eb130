// An error that is the user's to mend, in the form every message here has:
//
//   error: one fact, with the name the user typed
//     --> file:line:column
//     What was expected.
//     try: one command that can be pasted
#pragma once

#include <stdexcept>
#include <string>

namespace hb::runner {

// What the program returns to the shell.
namespace exit_code {
inline constexpr int kFine = 0;
inline constexpr int kRejected = 1;
inline constexpr int kWrongCall = 2;
inline constexpr int kBroken = 3;  // the environment, or the workbook itself
inline constexpr int kInconclusive = 4;
}  // namespace exit_code

struct UserError : std::runtime_error {
  struct Text {
    std::string what;      // after "error: "
    std::string where;     // file:line:column, or empty
    std::string expected;  // one or more lines, or empty
    std::string next;      // after "try: ", or empty
  };

  UserError(int code, Text text);

  int code;
  Text text;

  // The message in the form above, ending with a newline.
  std::string message() const;
};

}  // namespace hb::runner

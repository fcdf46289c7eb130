// For end-to-end tests: a program in a terminal of its own, and somebody who
// types and reads. No waiting but for what shall appear.
#pragma once

#include <sys/types.h>
#include <termios.h>

#include <chrono>
#include <set>
#include <string>
#include <vector>

namespace hb::runner {

class TerminalSession {
 public:
  // Generous: it is used up only when a test fails.
  static constexpr std::chrono::seconds kDeadline{60};

  struct Size {
    unsigned short rows = 24;
    unsigned short columns = 100;
  };

  // Starts `command` as the leader of a session with a terminal of its own.
  // `environment`: NAME=value, beside our own.
  TerminalSession(const std::vector<std::string>& command,
                  const std::vector<std::string>& environment,
                  const Size& size = {24, 100});
  ~TerminalSession();  // kills what is left
  TerminalSession(const TerminalSession&) = delete;
  TerminalSession& operator=(const TerminalSession&) = delete;

  void type(const std::string& keys) const;
  void resize(unsigned short columns) const;
  // Closes the window: the program gets SIGHUP.
  void close();
  void signal(int number) const;

  // Reads until `text` appears behind what was expected last. False, with all
  // that was read in seen(), if the deadline passes or the program ends.
  bool expect(const std::string& text);
  // What was read, without colours, links and movements of the cursor.
  const std::string& seen() const { return plain_; }
  // The same as it came.
  const std::string& raw() const { return raw_; }
  // What was drawn last from the upper left corner, as lines. REQUIRES: its
  // last line was expected.
  std::vector<std::string> screen() const;

  termios settings() const;

  // Waits for the end. 0 to 255 for an exit code, 1000 plus a signal's number;
  // -1 if it does not end.
  int exit_code();
  // True if nothing that the program started is there any more. REQUIRES: it
  // has ended.
  static bool left_nothing_behind();

 private:
  bool read_some(std::chrono::milliseconds patience);

  pid_t process_ = -1;
  int terminal_ = -1;  // our end of it
  std::string raw_;
  std::string plain_;
  std::size_t expected_ = 0;  // end of what was expected last, in plain_
};

// The processes whose program has this file name and whose environment has
// this NAME=value.
std::set<pid_t> processes_of(const std::string& program,
                             const std::string& variable);

}  // namespace hb::runner

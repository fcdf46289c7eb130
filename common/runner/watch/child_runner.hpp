// Another runner as a child of this one, for one command.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace hb::runner {

class ChildRunner {
 public:
  enum class Streams {
    // Output and errors into one pipe, no input, a process group of its own.
    pipe,
    // Those of this process, and its process group: Ctrl-C reaches both.
    terminal,
  };

  // Throws UserError (3) if there is no room for another process.
  ChildRunner(const std::vector<std::string>& arguments, Streams streams);
  // Ends it, waiting half a second for it to end by itself.
  ~ChildRunner();
  ChildRunner(const ChildRunner&) = delete;
  ChildRunner& operator=(const ChildRunner&) = delete;

  // The end of the pipe to read from.
  int output() const { return output_; }

  // Asks it to end. It ends what it has started, then itself.
  void terminate() const;
  // Ends it at once. What it had started is ours to end: kill_strays().
  void kill() const;

  // True if it has ended; does not wait.
  bool has_ended();

 private:
  pid_t process_ = -1;
  int output_ = -1;
  bool ended_ = false;
};

}  // namespace hb::runner

// Another program: started, killed, waited for, and what it said.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hb::pipeline {

struct Command {
  std::vector<std::string> words = {};
  std::map<std::string, std::string> environment = {};  // besides the caller's
  std::optional<uid_t> user = {};                       // root may choose
};

struct Ended {
  int exit_code = -1;  // -1: by a signal
  int signal = 0;
  bool hung = false;  // it was ended after a minute
  std::string out;
  std::string err;

  // "exit 65: FIRST LINE OF STDERR", for messages of tests.
  std::string text() const;
};

// A process in a group of its own. Whatever of it is left ends with the object.
class Process {
 public:
  explicit Process(const Command& command);
  ~Process();

  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Waits for its end, so long at most. True once it has ended.
  bool has_ended_within(std::chrono::nanoseconds time);
  void send(int signal);
  // Waits a minute at most: what runs longer hangs, and is killed.
  Ended wait();
  // True if a process of its group is left.  REQUIRES: wait() has returned.
  bool has_left_processes() const;

 private:
  pid_t id_ = -1;
  int watch_ = -1;  // readable once the process has ended
  int out_ = -1;
  int err_ = -1;
  bool is_reaped_ = false;
};

Ended run(const Command& command);

}  // namespace hb::pipeline

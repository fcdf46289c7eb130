// A process of its own: for a peak of memory that nobody else had a part in,
// and for a signal that ends it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/durability/signal_source.hpp"
#include "pipeline/files/file.hpp"

namespace hb::pipeline {

struct ChildCommand {
  std::filesystem::path program;
  std::vector<std::string> words = {};  // after the program's name
  std::filesystem::path out = "/dev/null";
  std::filesystem::path err = "/dev/null";
};

struct Ended {
  int exit_code = 0;  // 128 + the signal that ended it
  std::uint64_t peak_resident_bytes = 0;
};

// One thread. What still runs when it is destroyed is killed.
class ChildProcess {
 public:
  // The program, with the usual answer to SIGINT and SIGTERM, whatever the
  // caller's is. Throws Failure (io).
  explicit ChildProcess(const ChildCommand& command);
  // `body` in a copy of this process; what it returns is the exit code, and
  // nothing of the caller is destroyed. REQUIRES: no other thread runs.
  explicit ChildProcess(const std::function<int()>& body);
  ~ChildProcess();

  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  void send(int signal) const;

  // Waits until `descriptor` is readable: true; or the child has ended: false.
  // Throws Interrupted where one of `signals` comes.
  bool wait_for(int descriptor, SignalSource& signals) const;

  // Waits for its end. Throws Interrupted likewise. WHY the peak is no less
  // than the caller's memory when it was started: Linux counts the copy.
  Ended wait(SignalSource& signals);

 private:
  void start(const std::function<int()>& body);

  pid_t id_ = -1;
  File end_;  // readable once it has ended
};

}  // namespace hb::pipeline

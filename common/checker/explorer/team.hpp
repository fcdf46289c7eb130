// Several processes on one work list: its graphs are independent. A process
// whose machine has a core to spare forks, and gives the child every second
// graph; the child explores them like its own and sends back what it saw.
//
// WHY processes: the test's globals, stacks and heap lie at fixed addresses, so
// that two threads of one process could not run two executions at once.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace hb::checker {

class Team {
 public:
  Team() = default;
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  // REQUIRES: no child is running.
  void begin(int processes);

  // Forks if a core is free: the caller goes on as one of two, or alone.
  enum class Role { alone, parent, child };
  Role fork_if_free();

  // Counts what the others have explored; `own` is this process's number.
  std::int64_t executions_of_others(std::int64_t own);

  // Tells all processes to stop as soon as they can.
  void stop();
  bool stopped() const;

  // This process has no work left. A child sends save() to its parent and
  // ends; the parent waits for its children, and merge()s what they send.
  // Throws std::runtime_error if a child died.
  void finish(const std::function<void(const std::string&)>& merge,
              const std::function<std::string()>& save);

 private:
  struct Shared;
  struct Child {
    int pid;
    int pipe;
  };

  Shared* shared_ = nullptr;  // a page that all processes map
  std::vector<Child> children_;
  int to_parent_ = -1;  // in a child: where save() goes
  std::int64_t counted_ = 0;
};

}  // namespace hb::checker

// What a report asks of the program's debug information and source files.
#pragma once

#include <cstdint>
#include <string>

#include "checker/report/place.hpp"
#include "checker/report/recorded_execution.hpp"

namespace hb::checker {

class Symbols {
 public:
  virtual ~Symbols() = default;

  // The innermost line of the stack that is in a file of the learner or the
  // test, not of a library or the checker. Unknown if there is none.
  virtual Place place_of(const CallStack& stack) const = 0;

  // The file of the innermost line that is not of <atomic> itself: of whoever
  // asked for an atomic operation. Empty if nothing is known.
  virtual std::string caller_file_of(const CallStack& stack) const = 0;

  // The text of a line, as it is written; empty if it cannot be read.
  virtual std::string source_line(const std::string& file, int line) const = 0;

  // The variable with static storage that holds the byte at `address`, with
  // members and indices: "ring.buffer_[0]". Empty if there is none.
  virtual std::string global_at(std::uintptr_t address) const = 0;

  // The same for a local variable of a function on the stack.
  virtual std::string local_at(std::uintptr_t address,
                               const CallStack& stack) const = 0;

  // The same for what a pointer, a reference or `this` of a function on the
  // stack leads to: "tail_", "node->next".
  virtual std::string pointee_at(std::uintptr_t address,
                                 const CallStack& stack) const = 0;
};

}  // namespace hb::checker

// Why an item, or a whole run, did not end well.
//
// Thrown where it happens, caught where a policy decides: an error of one item
// is recorded or ends the run; it is never taken for the end of the input.
#pragma once

#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>

namespace hb::pipeline {

// The numbers are exit codes, those of sysexits.h.
enum class FailureKind {
  usage = 64,          // a wrong call
  damaged = 65,        // the data are not what was written
  no_input = 66,       // the input is not there or cannot be opened
  cannot_create = 73,  // the output exists, or cannot be made
  io = 74,             // reading or writing failed
  permission = 77,     // not allowed, or the wrong key
  hung_up = 129,       // SIGHUP: the terminal is gone
  interrupted = 130,   // SIGINT
  terminated = 143,    // SIGTERM
};

enum class Stage {
  walk,
  read,
  compress,
  encrypt,
  write,
  index,
  restore,
  verify
};

std::string_view name_of(Stage stage);

// what(): one line, "STAGE ITEM: what happened", and what to do, if anything.
// A wrong call has no stage.
class Failure : public std::runtime_error {
 public:
  Failure(FailureKind kind, Stage stage, std::string_view item,
          std::string_view text);

  FailureKind kind() const { return kind_; }
  Stage stage() const { return stage_; }
  const std::string& item() const { return item_; }
  int exit_code() const { return static_cast<int>(kind_); }

 private:
  FailureKind kind_;
  Stage stage_;
  std::string item_;
};

// For a system call that failed: the kind is read off `error` (ENOENT: no_input
// where reading, EACCES and EPERM: permission, and so on; ENOSPC and EIO: io),
// and the text is the system's.
Failure system_failure(int error, Stage stage, std::string_view item);

// Throws Failure (interrupted) once a stop is requested.
void check_stop(const std::stop_token& stop, Stage stage);

}  // namespace hb::pipeline

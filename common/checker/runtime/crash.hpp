// A signal in the test is a verdict, not the end of the process. So is a thread
// that runs for seconds without an operation.
#pragma once

namespace hb::checker {

// Takes over the signals while it lives.
class CrashGuard {
 public:
  CrashGuard();
  ~CrashGuard();
  CrashGuard(const CrashGuard&) = delete;
  CrashGuard& operator=(const CrashGuard&) = delete;
};

// The watch over endless loops does not survive a fork.
void start_watch();

}  // namespace hb::checker

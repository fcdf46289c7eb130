// SIGINT, SIGTERM and SIGHUP as values that one thread receives.
#pragma once

#include <csignal>

#include "pipeline/files/file.hpp"
#include "sync/futex.hpp"
#include "sync/outcome.hpp"

namespace hb::pipeline {

// Blocks them in the calling thread, and so in those that it starts
// afterwards, until it is destroyed by the same thread. A signal that was
// ignored stays ignored, as nohup and `command &` expect. A child made by
// fork() gets the mask from before; posix_spawn() needs to be told.
class SignalSource {
 public:
  // Throws Failure (io).
  SignalSource();
  ~SignalSource();

  SignalSource(const SignalSource&) = delete;
  SignalSource& operator=(const SignalSource&) = delete;

  // One of the three; timed_out; closed. One thread at a time.
  sync::Expected<int> receive_until(const sync::Deadline& deadline);
  // Readable once there is one to receive, for who waits for more than that.
  int file_descriptor() const { return signals_.fd(); }
  // Ends the wait, and those to come. By any thread.
  void close();

 private:
  sigset_t taken_ = {};
  sigset_t before_ = {};  // the mask of who made it
  File signals_;
  File closed_;
};

}  // namespace hb::pipeline

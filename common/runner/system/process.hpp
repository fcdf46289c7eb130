// Running other programs: each in a process group of its own, with a budget,
// and killed whole.
//
// Thread safety: run() from any thread, which must outlive the program it runs;
// request_stop() from a signal handler, too.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hb::runner {

struct ProcessOptions {
  std::vector<std::string> command = {};  // the first is looked up on PATH
  std::filesystem::path directory = {};
  std::vector<std::string> environment = {};  // NAME=value, beside our own
  // Longest time without an end; zero: none.
  std::chrono::milliseconds budget{0};
  // Called with what the program prints, as it prints it. Both streams are one.
  std::function<void(std::string_view)> on_output = {};
  // Called every 50 ms while the program runs; false ends it.
  std::function<bool(int process)> on_tick = {};
  // The terminal of the caller instead of a pipe.
  bool inherit_terminal = false;
  // What the program says on its standard error is dropped.
  bool only_standard_output = false;
  // Address space of the program and of each child; 0: no limit.
  std::uint64_t memory_limit = 0;
  // Same addresses in each run: ThreadSanitizer needs it on some machines.
  bool fixed_addresses = false;
};

struct ProcessResult {
  int exit_code = 0;       // 0 to 255; meaningless if signal is set
  int signal = 0;          // that ended it, or 0
  bool timed_out = false;  // the budget was used up
  bool stopped = false;    // on_tick said so, or request_stop()
  std::string output;      // the first mebibyte of both streams

  bool ok() const {
    return exit_code == 0 && signal == 0 && !timed_out && !stopped;
  }
};

// Runs a program to its end. No process that it made is left behind, unless
// that process left the group and outlived its parent's parent.
// Throws UserError (3) if the program cannot be started.
ProcessResult run(const ProcessOptions& options);

// For whoever starts a program by himself: fork(), with a child that
// kill_strays() leaves alone until it is forgotten.
int fork_known();
void forget(int child);

// Ends every child that no run() waits for, and what comes to us from them.
void kill_strays();

// Makes the running and every later run() end its program at once. May be
// called by a signal handler.
void request_stop();
bool stop_requested();

// SIGINT, SIGTERM and SIGHUP become request_stop(); no child outlives us.
void stop_on_signals();

// True if `program` can be run: found on PATH, or a path of its own.
bool is_on_path(const std::string& program);

}  // namespace hb::runner

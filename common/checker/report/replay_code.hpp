// One execution in a few characters: "cw1:7k2m...".
//
// A code holds the choices of the execution, step by step in the order in which
// it ran, and nothing of the program but a fingerprint: it survives a rebuild
// with other addresses and lines. What an execution does by itself is not in
// it:
//
//   thread    in runs: this thread, so many steps, then that thread
//   source    of a read: the newest write at that moment
//   position  of a write: behind all others at that moment; of an update:
//             behind the write that it read
//   choice    0
//
// To run an execution again, ask the threads in this order and depart from
// those rules only where a step says so. The two halves of an update are one
// step.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checker/explorer/replay_step.hpp"
#include "checker/report/recorded_execution.hpp"

namespace hb::checker {

std::vector<ReplayStep> replay_steps_of(const RecordedExecution& execution);

std::string encode_replay(const std::vector<ReplayStep>& steps,
                          std::uint64_t fingerprint);

struct DecodedReplay {
  std::vector<ReplayStep> steps;
  std::string refusal;  // a sentence why there are none; else empty
};
// Refuses a code of another program, another version, or a damaged one.
DecodedReplay decode_replay(const std::string& code, std::uint64_t fingerprint);

std::string replay_code_of(const RecordedExecution& execution);

}  // namespace hb::checker

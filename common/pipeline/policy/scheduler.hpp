// Whose turn it is to be read.
//
// simple: in the order in which they came; a file of 10 GB first makes all
// others wait for its end (head-of-line blocking). fair: files of 10 MB and
// more stand in a queue of their own, and three small files go for one chunk of
// a large one. Source: source 003, phase 3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "pipeline/options.hpp"

namespace hb::pipeline {

// One thread at a time.
class Scheduler {
 public:
  static constexpr std::uint64_t kLarge = 10'000'000;  // bytes, by default
  static constexpr int kSmallTurns = 3;  // for one of a large file

  struct Turn {
    std::size_t item = 0;
    bool whole = true;  // false: one chunk of it, then give_back() what is left
  };

  explicit Scheduler(SchedulerKind kind, std::uint64_t large_bytes = kLarge)
      : kind_(kind), large_bytes_(large_bytes) {}

  void add(std::size_t item, std::uint64_t bytes);

  // None: all have had their turns.
  std::optional<Turn> next();

  // A large file that is not at its end: it keeps its place, so that one large
  // file after the other is open, and not all of them.
  void give_back(std::size_t item) { large_.push_front(item); }

 private:
  SchedulerKind kind_;
  std::uint64_t large_bytes_;  // a file of so many is a large one
  std::deque<std::size_t> small_;
  std::deque<std::size_t> large_;
  int small_turns_ = 0;  // since the last large one
};

}  // namespace hb::pipeline

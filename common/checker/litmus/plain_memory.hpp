// Locations of plain values, and what makes an access to one a data race.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/graph/clock.hpp"
#include "checker/litmus/program.hpp"

namespace hb::checker::litmus {

class PlainMemory {
 public:
  explicit PlainMemory(const Program& program);

  // Who accesses: `events` of its own are over, and it knows `clock`.
  struct Accessor {
    int thread;
    int events;
    const Clock& clock;
  };

  void write(int location, std::int64_t value, const Accessor& by);
  std::int64_t read(int location, const Accessor& by);

  std::int64_t value_of(int location) const {
    return cells_[std::size_t(location)].value;
  }
  // What the first data race was, in one sentence.
  const std::optional<std::string>& race() const { return race_; }

 private:
  // When a thread last accessed a cell: after so many events; -1 for never.
  using Epoch = int;
  struct Cell {
    std::int64_t value;
    Epoch last_write[kMaxThreads];
    Epoch last_read[kMaxThreads];
  };

  void check(const Epoch (&earlier)[kMaxThreads], const char* what,
             const char* other, int location, const Accessor& by);

  const Program* program_;
  std::vector<Cell> cells_;
  std::optional<std::string> race_;
};

}  // namespace hb::checker::litmus

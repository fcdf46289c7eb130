// What must come before what, among the events and plain accesses of an
// execution.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "checker/report/recorded_execution.hpp"

namespace hb::checker {

// Events and plain accesses as the nodes of a graph; nodes of events come
// first and have their numbers.
class Constraints {
 public:
  explicit Constraints(const RecordedExecution& execution)
      : execution_(execution),
        after_(execution.events.size() + execution.accesses.size()),
        before_count_(after_.size(), 0),
        exists_(after_.size(), false) {
    for (const std::int16_t id : execution.order) {
      exists_[std::size_t(id)] = event(id).thread >= 0;
    }
    for (std::size_t i = execution.events.size(); i < after_.size(); ++i) {
      exists_[i] = true;
    }
    for (std::size_t write = 0; write < execution.events.size(); ++write) {
      read_half_.push_back(write);
      for (std::size_t read = 0; read < execution.events.size(); ++read) {
        if (event(read).thread == event(write).thread &&
            event(read).index + 1 == event(write).index) {
          read_half_[write] = read;
        }
      }
    }
  }

  const Event& event(std::size_t id) const {
    return execution_.events[id].event;
  }
  const Event& event(std::int16_t id) const { return event(std::size_t(id)); }
  bool is_event(std::size_t node) const {
    return node < execution_.events.size();
  }

  void add(std::size_t first, std::size_t second) {
    // The halves of an update stay together: what comes before the second
    // comes before the first.
    if (is_event(second) && event(second).kind == EventKind::write &&
        event(second).is_update) {
      const std::size_t half = read_half_[second];
      if (half == first) return;
      second = half;
    }
    if (first == second || !exists_[first] || !exists_[second]) return;
    after_[first].push_back(second);
    ++before_count_[second];
  }

  // What every order of an execution keeps: the source of a value before its
  // reader, writes as memory saw them, a reader before what it did not see.
  void add_communication(bool within_a_thread) {
    const auto add_unless_own = [&](std::int16_t first, std::int16_t second) {
      if (!within_a_thread && event(first).thread == event(second).thread) {
        return;
      }
      add(std::size_t(first), std::size_t(second));
    };
    for (const std::int16_t id : execution_.order) {
      const Event& e = event(id);
      if (e.reads_from < 0) continue;
      add_unless_own(e.reads_from, id);
      if (e.kind != EventKind::read || e.location < 0) continue;
      const auto& writes = execution_.locations[std::size_t(e.location)].writes;
      const auto source = std::find(writes.begin(), writes.end(), e.reads_from);
      if (source != writes.end() && source + 1 != writes.end()) {
        const Event& next = event(source[1]);
        const bool own_half = next.is_update && next.thread == e.thread &&
                              next.index == e.index + 1;
        if (!own_half) add(std::size_t(id), std::size_t(source[1]));
      }
    }
    for (const RecordedLocation& location : execution_.locations) {
      for (std::size_t i = 1; i < location.writes.size(); ++i) {
        add(std::size_t(location.writes[i - 1]),
            std::size_t(location.writes[i]));
      }
    }
  }

  const std::vector<std::vector<std::size_t>>& after() const { return after_; }
  const std::vector<int>& before_count() const { return before_count_; }
  const std::vector<bool>& exists() const { return exists_; }

 private:
  const RecordedExecution& execution_;
  std::vector<std::vector<std::size_t>> after_;
  std::vector<int> before_count_;
  std::vector<bool> exists_;
  std::vector<std::size_t> read_half_;  // the event before, in its thread
};

}  // namespace hb::checker

// What orders what in a recorded execution: happens-before over its events and
// plain accesses, and which reads-from pairs failed to synchronize.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/report/recorded_execution.hpp"

namespace hb::checker {

// An event or a plain access, in the order of the execution.
struct Item {
  int thread = 0;
  int event = -1;   // index in RecordedExecution::events
  int access = -1;  // index in RecordedExecution::accesses
};

// A read that took its value from another thread.
struct Link {
  int write = -1;  // items
  int read = -1;
  bool synchronizes = false;
  bool lacks_release = false;  // if it does not
  bool lacks_acquire = false;
};

class Relations {
 public:
  // REQUIRES: `execution` outlives this object.
  explicit Relations(const RecordedExecution& execution);

  const std::vector<Item>& items() const { return items_; }
  int item_of_event(int event) const {
    return item_of_event_[std::size_t(event)];
  }
  // No event at all for an access, and for -1.
  const Event& event_of(int item) const;
  bool is_event(int item) const {
    return item >= 0 && items_[std::size_t(item)].event >= 0;
  }

  // The item before, in its thread; -1: none.
  int previous(int item) const { return previous_[std::size_t(item)]; }

  // True also of an item and itself.
  bool happens_before(int first, int second) const {
    return known_[std::size_t(second)][std::size_t(first)];
  }

  // All reads from another thread, in the order of the execution.
  const std::vector<Link>& links() const { return links_; }

  // How `from` could have come before `to`: the links on a way between them
  // with as few as possible that do not synchronize. Empty if there is no way.
  std::vector<Link> way(int from, int to) const;

  // The items of the locks that a thread holds at `item`.
  std::vector<int> locks_held(int item) const;

 private:
  using Set = std::vector<bool>;  // of items

  void merge();
  void derive_order();
  bool releases_something(int write) const;
  bool acquired_before(int read, int until) const;

  const RecordedExecution& execution_;
  std::vector<Item> items_;
  std::vector<int> item_of_event_;
  std::vector<int> previous_;  // the item before, in its thread; -1: none
  std::vector<Set> known_;     // what happens before an item, itself included
  std::vector<Set> released_;  // what an acquire that reads it learns
  std::vector<Link> links_;
};

}  // namespace hb::checker

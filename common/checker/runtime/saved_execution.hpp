// A running execution, copied between two events: stacks, heap, globals,
// thread-locals, and what the runtime knows of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "checker/explorer/event_source.hpp"
#include "checker/runtime/expectations.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {

class SavedExecution final : public EventSource::Saved {
 public:
  // The running one. REQUIRES: no fiber runs.
  SavedExecution();

  // Makes it the running one again.
  void restore() const;

 private:
  struct Range {
    std::uintptr_t begin;
    std::size_t size;
  };

  void add(const void* begin, std::size_t size);
  void add_runtime();
  void add_fiber(int thread);
  void add_memory_from_before();
  void copy();

  std::vector<Range> ranges_;
  std::unique_ptr<char[]> bytes_;
  std::vector<UndoEntry> undo_;
  std::vector<std::uint64_t> undone_;  // what the memory of undo_ holds
  std::vector<Expectations::Values> recorded_;
};

}  // namespace hb::checker

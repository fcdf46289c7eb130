// What is no event but belongs in the story: the life of a block of the heap,
// threads that stand, and where a thread failed.
#include <algorithm>

#include "checker/report/story.hpp"

namespace hb::checker {
namespace {

// What the failing thread did last; empty if an event or an access tells it.
std::string last_act(Kind kind) {
  switch (kind) {
    case Kind::failure:
      return "the expectation fails";
    case Kind::exception:
      return "throws, and nobody catches";
    case Kind::terminate:
      return "std::terminate";
    case Kind::crash:
      return "crashes";
    case Kind::exit:
      return "ends the program";
    default:
      return "";
  }
}

bool is_heap_defect(Kind kind) {
  return kind == Kind::use_after_free || kind == Kind::double_free;
}

}  // namespace

std::vector<std::pair<int, Step>> Story::steps_beside_events() const {
  std::vector<std::pair<int, Step>> beside;
  if (!execution_.failure) return beside;
  add_life_of_block(beside);
  std::stable_sort(
      beside.begin(), beside.end(),
      [](const auto& a, const auto& b) { return a.first < b.first; });
  add_what_stands(beside);
  add_failure(beside);
  return beside;
}

void Story::add_life_of_block(std::vector<std::pair<int, Step>>& beside) const {
  const std::uintptr_t wrong = execution_.failure->address;
  const RecordedBlock* block = wrong == 0 ? nullptr : names_.block_at(wrong);
  if (block == nullptr) return;
  const auto add = [&](int place, int thread, const char* operation,
                       const CallStack& stack) {
    Step step;
    step.thread = thread;
    step.operation = operation;
    step.object = "the " + names_.type_of_block(*block);
    step.place = symbols_.place_of(stack);
    beside.emplace_back(place, std::move(step));
  };
  if (block->allocated_place >= 0) {
    add(block->allocated_place, block->thread, "allocate", block->allocated);
    beside.back().second.is_wrong =
        execution_.failure->failure.kind == Kind::leak;
  }
  if (block->freed_by >= 0 && block->freed_place >= 0) {
    add(block->freed_place, block->freed_by, "free", block->freed);
  }
}

void Story::add_what_stands(std::vector<std::pair<int, Step>>& beside) const {
  const int end = static_cast<int>(execution_.order.size());
  const auto add = [&](std::size_t thread, const std::string& what,
                       const std::string& object, const std::string& note) {
    Step step;
    step.thread = static_cast<int>(thread);
    step.operation = what;
    step.object = object;
    step.note = note;
    step.place = symbols_.place_of(execution_.threads[thread].last);
    beside.emplace_back(end, std::move(step));
  };
  for (std::size_t t = 0; is_stuck() && t < execution_.threads.size(); ++t) {
    const RecordedThread& standing = execution_.threads[t];
    if (standing.state == ThreadState::spinning) {
      add(t, "goes round and round", "", "");
    } else if (standing.joins >= 0 && standing.state != ThreadState::ended) {
      add(t, "join", thread(standing.joins), "waits for ever");
      beside.back().second.is_blocked = true;
    }
  }
  const RecordedFailure& failure = *execution_.failure;
  if (failure.failure.kind == Kind::outlives && failure.thread > 0) {
    add(0, "the body returns", "", "");
    add(std::size_t(failure.thread), "still runs", "", "");
    beside.back().second.is_wrong = true;
  }
}

void Story::add_failure(std::vector<std::pair<int, Step>>& beside) const {
  const RecordedFailure& failure = *execution_.failure;
  Step step;
  step.operation = last_act(failure.failure.kind);
  if (step.operation.empty() || failure.thread < 0) return;
  step.thread = failure.thread;
  step.is_wrong = true;
  step.place = failure.file.empty() ? symbols_.place_of(failure.stack)
                                    : Place{failure.file, failure.line, 0, ""};
  if (!step.place.known()) return;
  beside.emplace_back(static_cast<int>(execution_.order.size()),
                      std::move(step));
}

void Story::mark_wrong_access(Step& step, const RecordedAccess& access) const {
  if (!execution_.failure) return;
  const RecordedFailure& failure = *execution_.failure;
  if (!is_heap_defect(failure.failure.kind) ||
      access.thread != failure.thread ||
      &access != &execution_.accesses.back()) {
    return;
  }
  step.is_wrong = true;
  if (failure.failure.kind != Kind::double_free) return;
  const RecordedBlock* block = names_.block_at(failure.address);
  step.operation = "free";
  step.note = "a second time";
  if (block != nullptr) step.object = "the " + names_.type_of_block(*block);
}

}  // namespace hb::checker

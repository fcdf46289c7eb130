// How one event is told.
#include "checker/report/story.hpp"
#include "checker/report/value_text.hpp"

namespace hb::checker {
namespace {

// Only the outcome of a lock or a wait means something to a reader, not the
// state that the checker keeps for it.
std::string outcome_of(const Event& event) {
  if (event.blocked) return "waits";
  switch (event.operation) {
    case Operation::mutex_try_lock:
    case Operation::shared_try_lock:
    case Operation::shared_try_lock_shared:
    case Operation::semaphore_try_acquire:
      if (event.result != 0) return "";
      return event.choice != 0 ? "fails for no reason" : "fails";
    case Operation::mutex_timed_lock:
    case Operation::shared_timed_lock:
    case Operation::shared_timed_lock_shared:
    case Operation::semaphore_timed_acquire:
      return event.result != 0 ? "" : "times out";
    case Operation::wait_sleep:
      return event.choice != 0 ? "wakes up for no reason" : "is woken";
    case Operation::wait_timed_sleep:
      return event.choice != 0 ? "times out" : "is woken";
    case Operation::notify_one:
    case Operation::notify_all:
      return event.value_read == 0 ? "nobody waits" : "";
    case Operation::mutex_unlock:
      return event.result != 0 ? "" : "does not hold it";
    default:
      return "";
  }
}

}  // namespace

// A pointer by what it leads to.
std::string Story::value_of(std::uint64_t value, int size) const {
  const RecordedBlock* block =
      size == 8 && value > 0 ? names_.block_at(value) : nullptr;
  if (block == nullptr || block->address != value) {
    const std::string variable = size == 8 ? names_.variable_at(value) : "";
    return variable.empty() ? value_text(value, size) : "&" + variable;
  }
  int same = 0;
  int before = 0;
  for (const RecordedBlock& other : execution_.blocks) {
    if (names_.type_of_block(other) != names_.type_of_block(*block)) continue;
    ++same;
    if (other.address <= block->address) ++before;
  }
  const std::string number = same > 1 ? "#" + std::to_string(before) : "";
  return "&" + names_.type_of_block(*block) + number;
}

void Story::describe_event(Step& step, const Event& event) const {
  if (event.location >= 0) step.object = names_.of_location(event.location);
  switch (event.kind) {
    case EventKind::create:
      step.operation = "start";
      step.object = thread(event.other);
      return;
    case EventKind::join:
      step.operation = "join";
      step.object = thread(event.other);
      return;
    case EventKind::choice:
      step.operation = "new";
      step.note = "gets the block that was freed last";
      return;
    case EventKind::fence:
      step.operation = "fence";
      step.order = checker::name_of(event.order);
      return;
    case EventKind::write:
      step.operation = checker::name_of(Operation::store);
      step.value = "= " + value_of(event.value_written, event.size);
      step.order = checker::name_of(event.effective);
      return;
    default:
      break;
  }
  if (is_object(event.operation)) return describe_object(step, event);
  step.operation = checker::name_of(event.operation);
  step.order = checker::name_of(event.effective);
  step.value = "-> " + value_of(event.value_read, event.size);
  const bool compares = event.operation == Operation::compare_exchange ||
                        event.operation == Operation::compare_exchange_weak;
  if (event.is_update) {
    step.value = value_of(event.value_read, event.size) + " -> " +
                 value_of(event.value_written, event.size);
  } else if (compares) {
    step.note = event.choice != 0
                    ? "fails for no reason"
                    : "expected " + value_of(event.operand, event.size);
  }
  if (compares) step.operation = "compare_exchange";
}

void Story::describe_object(Step& step, const Event& event) const {
  step.operation = checker::name_of(event.operation);
  step.note = outcome_of(event);
  if (event.blocked && is_stuck()) step.note += " for ever";
  switch (event.operation) {
    case Operation::semaphore_acquire:
    case Operation::semaphore_release:
    case Operation::semaphore_try_acquire:
    case Operation::semaphore_timed_acquire:
      if (event.is_update) {
        step.value = std::to_string(event.value_read) + " -> " +
                     std::to_string(event.value_written);
      }
      break;
    case Operation::wait_enter:
      step.operation = "begin to wait on";
      break;
    case Operation::wait_sleep:
    case Operation::wait_timed_sleep:
      step.operation = "wait on";
      break;
    default:
      break;
  }
}

}  // namespace hb::checker

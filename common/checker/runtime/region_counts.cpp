#include "checker/runtime/region_counts.hpp"

#include "checker/runtime/expectations.hpp"
#include "checker/runtime/runtime.hpp"

namespace hb::checker {
namespace {

template <typename Count>
void for_each_open(Fiber& fiber, Count count) {
  for (int i = 0; i < fiber.open_regions; ++i) {
    count(fiber.open_region[i].counts);
  }
}

bool is_wake(Operation operation) {
  return operation == Operation::notify_one ||
         operation == Operation::notify_all ||
         operation == Operation::semaphore_release;
}

bool goes_to_sleep(Operation operation) {
  return operation == Operation::wait_sleep ||
         operation == Operation::wait_timed_sleep ||
         operation == Operation::semaphore_acquire ||
         operation == Operation::semaphore_timed_acquire;
}

}  // namespace

void count_request(Fiber& fiber, const Request& request) {
  const Operation operation = request.operation;
  const bool is_load = operation == Operation::load;
  const bool is_polling = is_load && request.site == fiber.last_load_site &&
                          request.location == fiber.last_load_location;
  fiber.last_load_site = is_load ? request.site : nullptr;
  fiber.last_load_location = request.location;
  for_each_open(fiber, [&](RegionCounts& counts) {
    counts.locks += is_lock(operation);
    counts.futex_waits += goes_to_sleep(operation);
    counts.wakes += is_wake(operation);
    counts.polling_reads += is_polling;
  });
  if (expectations() == nullptr) return;
  for (int i = 0; i < fiber.open_regions; ++i) {
    expectations()->judge_open(fiber.open_region[i]);
  }
}

void count_allocation(Fiber& fiber) {
  for_each_open(fiber, [](RegionCounts& counts) { ++counts.allocations; });
}

void open_region(const char* name) {
  Fiber& fiber = running_fiber();
  if (fiber.open_regions == kMaxOpenRegions) {
    refuse_here("it has more than 16 regions open in one thread");
  }
  fiber.open_region[fiber.open_regions++] = {name, fiber.epoch - 1, {}};
}

void close_region() {
  Fiber& fiber = running_fiber();
  if (fiber.open_regions == 0) return;
  const OpenRegion& closed = fiber.open_region[--fiber.open_regions];
  ExecutionState& now = execution();
  if (now.spans == Arrays::kSpans) return;
  arrays().spans[now.spans++] = {closed.name, fiber.number, closed.begin,
                                 fiber.epoch - 1, closed.counts};
}

}  // namespace hb::checker

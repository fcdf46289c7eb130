// The words of a test, in the checker's meaning. On no fiber they mean nothing.

// WHY default visibility: the test's object files refer to these.
#pragma GCC visibility push(default)
#include "checker/linearizable.hpp"
#include "checker/outcomes.hpp"
#include "checker/region.hpp"
#pragma GCC visibility pop

#include "checker/runtime/expectations.hpp"
#include "checker/runtime/program_source.hpp"
#include "checker/runtime/region_counts.hpp"
#include "checker/runtime/runtime.hpp"
#include "checker/runtime/state.hpp"

namespace hb {

Region::Region(const char* name) : name_(name) {
  if (checker::in_test()) checker::open_region(name_);
}

Region::~Region() {
  if (checker::in_test()) checker::close_region();
}

void Outcomes::record(const Values& values) {
  if (!checker::in_test() || checker::expectations() == nullptr) return;
  checker::expectations()->record_outcome(*this, values);
}

namespace detail {
namespace {

constexpr int kThreadShift = 32;

int thread_of(std::uint64_t tick) {
  return static_cast<int>(tick >> kThreadShift);
}
int events_of(std::uint64_t tick) { return static_cast<int>(tick & 0xffff); }

}  // namespace

// The thread, and how many events it has had.
std::uint64_t history_tick() {
  if (!checker::in_test()) return 0;
  const checker::Fiber& fiber = checker::running_fiber();
  return static_cast<std::uint64_t>(fiber.number) << kThreadShift |
         static_cast<std::uint64_t>(fiber.epoch - 1);
}

bool ended_before(std::uint64_t ended, std::uint64_t began) {
  const int thread = thread_of(began);
  if (thread == thread_of(ended)) return events_of(ended) <= events_of(began);
  const checker::ExecutionGraph* const graph = checker::running_graph();
  if (graph == nullptr || events_of(began) == 0) return false;
  const auto last = graph->of_thread[thread][std::size_t(events_of(began) - 1)];
  return graph->prefix[std::size_t(last)].known[thread_of(ended)] >=
         events_of(ended);
}

std::size_t history_slot(std::uint64_t& next) {
  return static_cast<std::size_t>(next++);
}

}  // namespace detail
}  // namespace hb

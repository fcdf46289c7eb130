#include "checker/runtime/findings.hpp"

#include <algorithm>
#include <utility>

#include "checker/runtime/crash.hpp"
#include "checker/runtime/program_source.hpp"
#include "checker/runtime/state.hpp"
#include "checker/runtime/wire.hpp"

namespace hb::checker {
namespace {

// A read is stale if a newer write of its object has already happened.
bool is_stale(const ExecutionGraph& graph, const Event& read,
              const std::vector<char>& happened) {
  if (read.kind != EventKind::read || read.is_update || read.reads_from < 0) {
    return false;
  }
  const auto& writes = graph.writes[std::size_t(read.location)];
  const int source = graph.event(read.reads_from).position;
  return std::any_of(
      writes.begin() + source + 1, writes.end(),
      [&](EventId write) { return happened[std::size_t(write)] != 0; });
}

// A write that comes before one that has already happened, in the order of its
// object: harder to see than an old value, since no line says so.
bool is_overtaken(const ExecutionGraph& graph, const Event& write,
                  const std::vector<char>& happened) {
  if (write.kind != EventKind::write || write.location < 0) return false;
  const auto& writes = graph.writes[std::size_t(write.location)];
  return std::any_of(
      writes.begin() + write.position + 1, writes.end(),
      [&](EventId later) { return happened[std::size_t(later)] != 0; });
}

}  // namespace

int difficulty_of(const ExecutionGraph& graph,
                  const std::vector<std::int16_t>& order) {
  constexpr int kStaleRead = 8;
  constexpr int kOvertakenWrite = 16;
  constexpr int kSwitch = 3;
  std::vector<char> happened(graph.events.size(), 0);
  int difficulty = 0;
  int running = -1;
  for (const EventId id : order) {
    const Event& e = graph.event(id);
    happened[std::size_t(id)] = 1;
    if (e.thread < 0) continue;
    ++difficulty;
    if (running >= 0 && running != e.thread) difficulty += kSwitch;
    running = e.thread;
    if (is_stale(graph, e, happened)) difficulty += kStaleRead;
    if (is_overtaken(graph, e, happened)) difficulty += kOvertakenWrite;
  }
  return difficulty;
}

bool Findings::on_execution(const Execution& execution) {
  set_running_graph(&execution.graph);
  if (!exploring().refusal.empty()) return false;
  ++seen_;
  constexpr std::int64_t kEnoughToKnow = 64;
  if (seen_ <= kEnoughToKnow) note_bounds(execution.graph);
  threads_ = std::max(threads_, checker::execution().thread_count);
  if (execution.ending == Ending::complete) {
    expectations_.keep_execution();
    witnesses_.keep(expectations_.recorded(), execution);
  }
  if (execution.ending != Ending::rejected) return true;

  keep_if_simpler(execution);
  using std::chrono::steady_clock;
  if (++failing_ == 1) first_failure_ = steady_clock::now();
  constexpr std::int64_t kEnough = 2000;
  return failing_ < kEnough &&
         steady_clock::now() - first_failure_ < std::chrono::seconds(1);
}

void Findings::keep_if_simpler(const Execution& execution) {
  const int difficulty = difficulty_of(execution.graph, execution.order);
  if (!simplest_.empty() && difficulty >= least_difficulty_) return;
  least_difficulty_ = difficulty;
  simplest_ = execution.graph.events;
  address_ = exploring().failed_address;
}

void Findings::note_bounds(const ExecutionGraph& graph) {
  for (const Event& e : graph.events) {
    switch (e.operation) {
      case Operation::wait_sleep:
      case Operation::wait_timed_sleep:
      case Operation::compare_exchange_weak:
        could_be_spurious_ = true;
        break;
      case Operation::mutex_try_lock:
        could_be_spurious_ = could_retry_ = true;
        break;
      default:
        break;
    }
    could_time_out_ = could_time_out_ || is_timed(e.operation);
  }
}

void Findings::add_bounds_to(ExplorationBounds& bounds) const {
  bounds.could_be_spurious = could_be_spurious_;
  bounds.could_time_out = could_time_out_;
  bounds.could_retry = could_retry_;
}

void Findings::on_progress(std::int64_t executions, double share) {
  if (on_progress_) on_progress_(executions, share);
}

void Findings::forget() {
  failing_ = 0;
  simplest_.clear();
  witnesses_.clear();
  on_progress_ = nullptr;
  start_watch();
}

std::string Findings::save() const {
  WireWriter to;
  to.value(failing_);
  to.value(least_difficulty_);
  to.value(threads_);
  to.value(address_);
  to.value(simplest_.size());
  for (const Event& event : simplest_) to.value(event);
  to.text(exploring().refusal);
  expectations_.save(to);
  witnesses_.save(to);
  return to.bytes();
}

void Findings::merge(const std::string& saved) {
  WireReader from(saved);
  const auto failing = from.value<std::int64_t>();
  const int difficulty = from.value<int>();
  threads_ = std::max(threads_, from.value<int>());
  const auto address = from.value<std::uintptr_t>();
  std::vector<Event> events(from.value<std::size_t>());
  for (Event& event : events) event = from.value<Event>();
  const std::string refusal = from.text();
  expectations_.merge(from);
  witnesses_.merge(from);

  if (exploring().refusal.empty()) exploring().refusal = refusal;
  failing_ += failing;
  if (failing > 0 && (simplest_.empty() || difficulty < least_difficulty_)) {
    least_difficulty_ = difficulty;
    address_ = address;
    simplest_ = std::move(events);
  }
}

}  // namespace hb::checker

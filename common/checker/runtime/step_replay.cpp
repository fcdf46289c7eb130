#include "checker/runtime/step_replay.hpp"

#include <algorithm>
#include <utility>

#include "checker/graph/execution_graph.hpp"
#include "checker/runtime/program_source.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {
namespace {

class StepReplay {
 public:
  explicit StepReplay(EventSource& source)
      : source_(source), graph_before_(running_graph()) {
    set_running_graph(&graph_);
  }
  ~StepReplay() { set_running_graph(graph_before_); }
  StepReplay(const StepReplay&) = delete;
  StepReplay& operator=(const StepReplay&) = delete;

  Replayed run(const std::vector<ReplayStep>& steps) {
    source_.start();
    graph_.index(source_.location_count());
    Replayed result;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (source_.failure() != nullptr) break;
      if (!take(steps, i)) {
        result.refusal =
            "this code does not fit the test: it has been changed since";
        break;
      }
    }
    result.events = graph_.events;
    return result;
  }

 private:
  bool take(const std::vector<ReplayStep>& steps, std::size_t number) {
    const ReplayStep& step = steps[number];
    if (step.thread < 0 || step.thread >= source_.thread_count()) return false;
    const Request* const request = source_.request(step.thread);
    if (request == nullptr) return false;
    Event e = event_of(*request, step.thread,
                       int(graph_.of_thread[step.thread].size()));
    e.choice = step.choice;
    if (moves_clock(steps, number, *request)) e = idle_event(e);
    switch (e.kind) {
      case EventKind::read:
        return take_read(e, step);
      case EventKind::write:
        return take_write(e, step);
      case EventKind::begin:
        e.reads_from = graph_.create_of[e.thread];
        break;
      case EventKind::join:
        e.reads_from = graph_.end_of[e.other];
        break;
      case EventKind::idle:
        set_barrier(e, all_that_happened());
        break;
      case EventKind::give_up:
        return false;
      default:
        break;
    }
    const bool needs_source =
        e.kind == EventKind::begin || e.kind == EventKind::join;
    if (needs_source && e.reads_from == kNone) return false;
    add(e);
    if (e.kind == EventKind::end || source_.failure() != nullptr) return true;
    if (e.kind == EventKind::idle) {
      for (int t = 0; t < source_.thread_count(); ++t) {
        source_.advance_time(t, std::int64_t(e.operand2));
      }
      // A timed operation: it happens next, and times out.
      timed_out_[e.thread] = is_timed(e.operation);
      if (timed_out_[e.thread]) return true;
    }
    source_.resume(e.thread, e.kind == EventKind::choice ? e.choice : 0, 0);
    return true;
  }

  // With idle time, a time-out is two steps of its thread: the clock moves, and
  // the wait ends by it.
  bool moves_clock(const std::vector<ReplayStep>& steps, std::size_t number,
                   const Request& request) const {
    const int thread = steps[number].thread;
    if (request.kind == EventKind::idle) return true;
    if (!exploring().time_is_idle || !is_timed(request.operation) ||
        timed_out_[thread] || steps[number].choice != 0) {
      return false;
    }
    const auto next = std::find_if(
        steps.begin() + std::ptrdiff_t(number) + 1, steps.end(),
        [&](const ReplayStep& later) { return later.thread == thread; });
    return next != steps.end() && next->choice != 0;
  }

  // Of a thread that asks for `e`.
  static Event idle_event(const Event& e) {
    Event idle;
    idle.kind = EventKind::idle;
    idle.operation = e.kind == EventKind::idle ? Operation::none : e.operation;
    idle.thread = e.thread;
    idle.index = e.index;
    idle.site = e.site;
    idle.operand2 = e.operand2;
    return idle;
  }

  const std::vector<EventId>& writes_of(const Event& e) {
    graph_.make_room(std::max(source_.location_count(), e.location + 1));
    const auto& writes = graph_.writes[std::size_t(e.location)];
    if (writes.empty()) {
      graph_.add_initial(e.location, e.size, source_.initial_value(e.location));
    }
    return writes;
  }

  bool take_read(Event& e, const ReplayStep& step) {
    e.state_hash = source_.state_hash(e.thread);
    e.due = std::exchange(timed_out_[e.thread], false);
    const auto& writes = writes_of(e);
    const std::size_t source = step.source == ReplayStep::kNewest
                                   ? writes.size() - 1
                                   : std::size_t(step.source);
    if (source >= writes.size()) return false;
    e.reads_from = writes[source];
    e.value_read = graph_.event(e.reads_from).value_written;
    if (e.choice >= evaluate(e)) return false;
    const EventId id = add(e);
    graph_.reads[std::size_t(e.location)].push_back(id);
    if (e.blocked || source_.failure() != nullptr) return true;
    if (e.is_update) {
      return place(write_half_of(e), source + 1, e.result, e.value_read);
    }
    source_.resume(e.thread, e.result, e.value_read);
    return true;
  }

  bool take_write(const Event& e, const ReplayStep& step) {
    const auto& writes = writes_of(e);
    const std::size_t position = step.position == ReplayStep::kNewest
                                     ? writes.size()
                                     : std::size_t(step.position);
    return place(e, position, 0, 0);
  }

  bool place(const Event& e, std::size_t position, std::uint64_t result,
             std::uint64_t value_read) {
    const auto& writes = graph_.writes[std::size_t(e.location)];
    if (position == 0 || position > writes.size()) return false;
    const EventId id = graph_.add(e);
    graph_.place(id, int(position));
    perform(id, graph_.newest_write(e.location) == id);
    if (source_.failure() == nullptr) {
      source_.resume(e.thread, result, value_read);
    }
    return true;
  }

  EventId add(const Event& e) {
    const EventId id = graph_.add(e);
    perform(id, false);
    return id;
  }

  void perform(EventId id, bool is_newest) {
    const Event& e = graph_.event(id);
    ThreadClocks& clocks = clocks_[e.thread];
    graph_.compute_clocks(id, clocks);
    graph_.advance(clocks, id);
    times_.resize(graph_.events.size());
    // Time flows along whatever tells a thread something.
    if (e.reads_from >= 0) {
      const Event& source = graph_.event(e.reads_from);
      if (source.thread >= 0 && source.thread != e.thread &&
          graph_.known(clocks.happens_before, e.reads_from)) {
        source_.advance_time(e.thread, times_[std::size_t(e.reads_from)]);
      }
    }
    times_[std::size_t(id)] = source_.time_of(e.thread);
    source_.perform(e, is_newest, clocks.happens_before);
  }

  Clock all_that_happened() const {
    Clock all;
    for (const ThreadClocks& clocks : clocks_) all.join(clocks.prefix);
    return all;
  }

  EventSource& source_;
  const ExecutionGraph* const graph_before_;
  ExecutionGraph graph_;
  ThreadClocks clocks_[kMaxThreads];
  std::vector<std::int64_t> times_;   // by event
  bool timed_out_[kMaxThreads] = {};  // its next timed operation
};

}  // namespace

Replayed replay_steps(EventSource& source,
                      const std::vector<ReplayStep>& steps) {
  return StepReplay(source).run(steps);
}

}  // namespace hb::checker

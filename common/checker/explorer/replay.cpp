// What a popped graph holds is executed again, and must turn out the same.

#include <algorithm>

#include "checker/explorer/search.hpp"

namespace hb::checker {

void Explorer::Search::prepare() {
  const int locations = source_.location_count();
  graph_.index(locations);
  spent_.count(graph_.events);
  order_.clear();
  executed_.assign(graph_.events.size(), 0);
  in_memory_.assign(std::size_t(locations), kNone);
  own_failure_.reset();
  gave_up_ = false;
  for (Thread& thread : threads_) {
    thread.clocks = ThreadClocks();
    thread.position = thread.oldest_source = 0;
    thread.parked = thread.spins = thread.owes_write = false;
    thread.timed_out = false;
    thread.visits.clear();
  }
}

// The clocks depend on the graph alone, and so does S: it is checked before any
// code of the test runs. A race found in an inconsistent graph would be false.
bool Explorer::Search::compute_all_clocks() {
  std::size_t left = 0;
  for (std::size_t i = 0; i < graph_.events.size(); ++i) {
    if (graph_.events[i].thread < 0) {
      executed_[i] = 1;
      graph_.happens_before[i] = graph_.released[i] = Clock();
      graph_.prefix[i] = graph_.notified[i] = Clock();
    } else {
      ++left;
    }
  }
  if (graph_.seq_cst_events < 2) {
    // What lies before a checkpoint is not executed again, and needs clocks.
    if (checkpoint_ != nullptr) compute_clocks_before(*checkpoint_);
    return true;
  }
  std::size_t position[kMaxThreads] = {};
  for (bool progress = true; progress && left > 0;) {
    progress = false;
    for (int t = 0; t < kMaxThreads; ++t) {
      const auto& own = graph_.of_thread[t];
      for (; position[t] < own.size(); ++position[t]) {
        const EventId id = own[position[t]];
        const EventId source = graph_.event(id).reads_from;
        if (source >= 0 && !executed_[std::size_t(source)]) break;
        const Event& e = graph_.event(id);
        if (e.kind == EventKind::idle) {
          Clock executed;
          for (int u = 0; u < kMaxThreads; ++u) {
            executed.known[u] = static_cast<std::int16_t>(position[u]);
          }
          if (!executed.includes(barrier_of(e))) break;
        }
        graph_.compute_clocks(id, threads_[t].clocks);
        graph_.advance(threads_[t].clocks, id);
        executed_[std::size_t(id)] = 1;
        progress = true;
        --left;
      }
    }
  }
  for (std::size_t i = 0; i < graph_.events.size(); ++i) {
    executed_[i] = graph_.events[i].thread < 0;
  }
  for (Thread& thread : threads_) thread.clocks = ThreadClocks();
  return seq_cst_.has_order(graph_);
}

// Executes what the graph holds, in an order that keeps sb and rf. Returns
// false if the execution was rejected on the way.
bool Explorer::Search::replay_recorded() {
  for (bool progress = true; progress && !has_failed();) {
    progress = false;
    for (int t = 0; t < source_.thread_count(); ++t) {
      Thread& thread = threads_[t];
      const auto& own = graph_.of_thread[t];
      while (!thread.parked && thread.position < int(own.size())) {
        const EventId id = own[std::size_t(thread.position)];
        const Event& e = graph_.event(id);
        if (e.reads_from >= 0 && !executed_[std::size_t(e.reads_from)]) break;
        if (e.kind == EventKind::idle && !happened(barrier_of(e))) break;
        const Request* request = source_.request(t);
        if (request == nullptr || !matches(e, *request)) {
          if (!has_failed()) {
            fail(Kind::nondeterministic,
                 "a second run of the same execution did something else: the "
                 "test depends on time, chance or an address");
          }
          return false;
        }
        if (e.kind == EventKind::read && may_repeat(e.operation)) {
          thread.visits.push_back({e.site, e.state_hash, thread.position});
        }
        execute(id);
        progress = true;
        if (has_failed()) return false;
      }
    }
  }
  return !has_failed();
}

bool Explorer::Search::matches(const Event& recorded,
                               const Request& request) const {
  if (threads_[recorded.thread].owes_write) {
    return recorded.kind == EventKind::write && recorded.is_update;
  }
  if (recorded.kind == EventKind::idle) {
    return request.kind == EventKind::idle || is_timed(request.operation);
  }
  if (recorded.kind != request.kind || recorded.site != request.site) {
    return false;
  }
  switch (recorded.kind) {
    case EventKind::read:
      return recorded.operation == request.operation &&
             recorded.location == request.location;
    case EventKind::write:
      return recorded.location == request.location;
    case EventKind::create:
    case EventKind::join:
      return recorded.other == request.other;
    default:
      return true;
  }
}

bool Explorer::Search::can_join(const Request& request) const {
  const EventId end = graph_.end_of[request.other];
  return end != kNone && executed_[std::size_t(end)];
}

}  // namespace hb::checker

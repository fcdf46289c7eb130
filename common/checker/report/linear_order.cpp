#include "checker/report/linear_order.hpp"

#include <algorithm>
#include <utility>

#include "checker/report/constraints.hpp"

namespace hb::checker {
namespace {

using Id = std::int16_t;

// The nodes of each thread, in its own order, accesses at their places.
std::vector<std::vector<std::size_t>> nodes_by_thread(
    const RecordedExecution& execution) {
  std::vector<std::vector<std::size_t>> threads(kMaxThreads);
  const auto add_accesses_at = [&](int place) {
    for (std::size_t i = 0; i < execution.accesses.size(); ++i) {
      if (execution.accesses[i].place != place) continue;
      threads[std::size_t(execution.accesses[i].thread)].push_back(
          execution.events.size() + i);
    }
  };
  for (std::size_t place = 0; place < execution.order.size(); ++place) {
    add_accesses_at(static_cast<int>(place));
    const Id id = execution.order[place];
    const int thread = execution.events[std::size_t(id)].event.thread;
    if (thread >= 0) {
      threads[std::size_t(thread)].push_back(std::size_t(id));
    }
  }
  add_accesses_at(static_cast<int>(execution.order.size()));
  return threads;
}

// An order that keeps all constraints, changing threads only when it must.
// Shorter than the graph if there is a cycle.
std::vector<std::size_t> sorted(
    const Constraints& constraints,
    const std::vector<std::vector<std::size_t>>& threads) {
  std::vector<int> open = constraints.before_count();
  std::vector<std::size_t> position(threads.size(), 0);
  std::vector<std::size_t> order;
  std::size_t current = 0;
  const auto ready = [&](std::size_t thread) {
    return position[thread] < threads[thread].size() &&
           open[threads[thread][position[thread]]] == 0;
  };
  for (;;) {
    if (!ready(current)) {
      // The body's own thread last: it mostly waits for the others.
      current = 1;
      while (current < threads.size() && !ready(current)) ++current;
      if (current == threads.size()) current = 0;
      if (!ready(current)) return order;
    }
    const std::size_t node = threads[current][position[current]++];
    order.push_back(node);
    for (const std::size_t next : constraints.after()[node]) --open[next];
  }
}

bool is_load(const Event& e) {
  return e.kind == EventKind::read && !e.is_update && !is_object(e.operation);
}
// A store that may wait in the buffer of its processor.
bool may_wait(const Event& e) {
  return e.kind == EventKind::write && !e.is_update &&
         e.effective != Order::seq_cst;
}
bool drains_buffer(const Event& e) {
  return e.is_update || is_object(e.operation) ||
         (e.kind == EventKind::fence && e.effective == Order::seq_cst) ||
         (e.kind == EventKind::write && e.effective == Order::seq_cst);
}

// A fence that is no instruction there: what is before it may still wait.
bool is_nothing_on_x86(const Event& e) {
  return e.kind == EventKind::fence && e.effective != Order::seq_cst;
}

// The order that x86 keeps in one thread: everything but a store before a later
// load, unless something between the two drains the buffer.
void add_kept_by_x86(Constraints& constraints,
                     const std::vector<std::size_t>& nodes) {
  for (std::size_t first = 0; first < nodes.size(); ++first) {
    if (!constraints.is_event(nodes[first])) continue;
    const Event& from = constraints.event(nodes[first]);
    if (is_nothing_on_x86(from)) continue;
    bool drained = !may_wait(from);
    for (std::size_t i = first + 1; i < nodes.size(); ++i) {
      if (!constraints.is_event(nodes[i])) continue;
      const Event& to = constraints.event(nodes[i]);
      if (is_nothing_on_x86(to)) continue;
      drained = drained || drains_buffer(to);
      if (drained || !is_load(to)) constraints.add(nodes[first], nodes[i]);
    }
  }
}

// Without the order of one thread, which add_kept_by_x86 has told.
bool is_acyclic(const Constraints& constraints) {
  std::vector<int> open = constraints.before_count();
  std::vector<std::size_t> ready;
  std::size_t left = 0;
  for (std::size_t node = 0; node < open.size(); ++node) {
    if (!constraints.exists()[node]) continue;
    ++left;
    if (open[node] == 0) ready.push_back(node);
  }
  while (!ready.empty()) {
    const std::size_t node = ready.back();
    ready.pop_back();
    --left;
    for (const std::size_t next : constraints.after()[node]) {
      if (--open[next] == 0) ready.push_back(next);
    }
  }
  return left == 0;
}

// The last event of a thread before a place in the order; -1 if there is none.
Id event_before(const RecordedExecution& execution, int thread, int place) {
  const int count = static_cast<int>(execution.order.size());
  for (int i = std::min(place, count); i-- > 0;) {
    const Id id = execution.order[std::size_t(i)];
    if (execution.events[std::size_t(id)].event.thread == thread) return id;
  }
  return -1;
}

// Whoever uses a block after it was freed does so in every order.
void add_frees(const RecordedExecution& execution, Constraints& constraints) {
  for (const RecordedBlock& block : execution.blocks) {
    const Id freed = event_before(execution, block.freed_by, block.freed_place);
    if (freed < 0) continue;
    for (std::size_t i = 0; i < execution.accesses.size(); ++i) {
      const RecordedAccess& access = execution.accesses[i];
      if (access.place >= block.freed_place &&
          access.address >= block.address &&
          access.address < block.address + block.size) {
        constraints.add(std::size_t(freed), execution.events.size() + i);
      }
    }
  }
}

// The nodes in such an order, accesses included.
std::optional<std::vector<std::size_t>> sequential_nodes(
    const RecordedExecution& execution) {
  const auto threads = nodes_by_thread(execution);
  Constraints constraints(execution);
  std::size_t count = 0;
  for (const auto& nodes : threads) {
    count += nodes.size();
    for (std::size_t i = 1; i < nodes.size(); ++i) {
      constraints.add(nodes[i - 1], nodes[i]);
    }
  }
  constraints.add_communication(true);
  // Two accesses keep their order: the second is the one that was caught.
  for (std::size_t i = 1; i < execution.accesses.size(); ++i) {
    const bool forward =
        execution.accesses[i - 1].place <= execution.accesses[i].place;
    constraints.add(execution.events.size() + (forward ? i - 1 : i),
                    execution.events.size() + (forward ? i : i - 1));
  }
  add_frees(execution, constraints);
  std::vector<std::size_t> order = sorted(constraints, threads);
  if (order.size() != count) return std::nullopt;
  return order;
}

}  // namespace

std::optional<std::vector<std::int16_t>> sequential_order(
    const RecordedExecution& execution) {
  const auto nodes = sequential_nodes(execution);
  if (!nodes) return std::nullopt;
  std::vector<Id> order;
  for (const std::size_t node : *nodes) {
    if (node < execution.events.size()) {
      order.push_back(static_cast<Id>(node));
    }
  }
  return order;
}

RecordedExecution in_sequential_order(RecordedExecution execution) {
  const auto nodes = sequential_nodes(execution);
  if (!nodes) return execution;
  // A block is used by its own thread just behind some event of it: it moves
  // with that event.
  std::vector<std::pair<Id, Id>> anchors;
  for (const RecordedBlock& block : execution.blocks) {
    anchors.emplace_back(
        event_before(execution, block.thread, block.allocated_place),
        event_before(execution, block.freed_by, block.freed_place));
  }
  std::vector<Id> order;
  for (const std::size_t node : *nodes) {
    if (node < execution.events.size()) {
      order.push_back(static_cast<Id>(node));
    } else {
      execution.accesses[node - execution.events.size()].place =
          static_cast<int>(order.size());
    }
  }
  const auto place_of = [&](Id id, int before) {
    if (before < 0 || id < 0) return std::min(before, 0);
    const auto at = std::find(order.begin(), order.end(), id);
    return static_cast<int>(at - order.begin()) + 1;
  };
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    RecordedBlock& block = execution.blocks[i];
    block.allocated_place = place_of(anchors[i].first, block.allocated_place);
    block.freed_place = place_of(anchors[i].second, block.freed_place);
  }
  execution.order = std::move(order);
  return execution;
}

bool x86_shows(const RecordedExecution& execution) {
  Constraints constraints(execution);
  for (const auto& nodes : nodes_by_thread(execution)) {
    add_kept_by_x86(constraints, nodes);
  }
  constraints.add_communication(false);
  return is_acyclic(constraints);
}

}  // namespace hb::checker

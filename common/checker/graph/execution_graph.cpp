#include "checker/graph/execution_graph.hpp"

#include <algorithm>

namespace hb::checker {

namespace {

bool is_write(const Event& e) {
  return e.kind == EventKind::write || e.kind == EventKind::initial;
}

}  // namespace

void ExecutionGraph::make_room(int locations) {
  if (writes.size() < std::size_t(locations)) {
    writes.resize(std::size_t(locations));
    reads.resize(std::size_t(locations));
  }
  happens_before.resize(events.size());
  released.resize(events.size());
  prefix.resize(events.size());
  notified.resize(events.size());
}

void ExecutionGraph::index(int locations) {
  for (auto& list : writes) list.clear();
  for (auto& list : reads) list.clear();
  for (auto& list : of_thread) list.clear();
  std::fill(std::begin(create_of), std::end(create_of), kNone);
  std::fill(std::begin(end_of), std::end(end_of), kNone);
  seq_cst_events = 0;
  make_room(locations);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& e = events[i];
    const EventId id = EventId(i);
    if (e.thread >= 0) {
      auto& own = of_thread[e.thread];
      if (own.size() <= std::size_t(e.index)) {
        own.resize(std::size_t(e.index) + 1);
      }
      own[std::size_t(e.index)] = id;
    }
    if (is_write(e)) {
      auto& mo = writes[std::size_t(e.location)];
      if (mo.size() <= std::size_t(e.position)) {
        mo.resize(std::size_t(e.position) + 1);
      }
      mo[std::size_t(e.position)] = id;
    }
    if (e.kind == EventKind::read) reads[std::size_t(e.location)].push_back(id);
    if (e.kind == EventKind::create) create_of[e.other] = id;
    if (e.kind == EventKind::end) end_of[e.thread] = id;
    if (e.effective == Order::seq_cst) ++seq_cst_events;
  }
}

EventId ExecutionGraph::add(const Event& added) {
  const EventId id = EventId(events.size());
  events.push_back(added);
  make_room(0);
  const Event& e = events.back();
  if (e.thread >= 0) of_thread[e.thread].push_back(id);
  if (e.kind == EventKind::create) create_of[e.other] = id;
  if (e.kind == EventKind::end) end_of[e.thread] = id;
  if (e.effective == Order::seq_cst) ++seq_cst_events;
  return id;
}

EventId ExecutionGraph::add_initial(int location, int size,
                                    std::uint64_t value) {
  Event initial;
  initial.location = static_cast<std::int16_t>(location);
  initial.size = static_cast<std::uint8_t>(size);
  initial.value_written = value;
  const EventId id = add(initial);
  writes[std::size_t(location)].push_back(id);
  return id;
}

void ExecutionGraph::place(EventId id, int position) {
  Event& write = event(id);
  auto& mo = writes[std::size_t(write.location)];
  for (std::size_t p = std::size_t(position); p < mo.size(); ++p) {
    ++event(mo[p]).position;
  }
  write.position = static_cast<std::int16_t>(position);
  mo.insert(mo.begin() + position, id);
}

void ExecutionGraph::remove(const std::vector<EventId>& removed,
                            std::vector<EventId>& renumbered) {
  renumbered.assign(events.size(), kNone);
  for (const EventId id : removed) {
    of_thread[event(id).thread].pop_back();
    if (event(id).effective == Order::seq_cst) --seq_cst_events;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (std::find(removed.begin(), removed.end(), EventId(i)) !=
        removed.end()) {
      continue;
    }
    renumbered[i] = EventId(kept);
    if (kept != i) {
      events[kept] = events[i];
      happens_before[kept] = happens_before[i];
      released[kept] = released[i];
      prefix[kept] = prefix[i];
      notified[kept] = notified[i];
    }
    ++kept;
  }
  events.resize(kept);
  make_room(0);
  const auto renumber = [&](EventId& id) {
    if (id >= 0) id = renumbered[std::size_t(id)];
  };
  for (Event& e : events) renumber(e.reads_from);
  for (auto& list : of_thread)
    std::for_each(list.begin(), list.end(), renumber);
  for (auto& list : writes) std::for_each(list.begin(), list.end(), renumber);
  for (auto& list : reads) {
    std::for_each(list.begin(), list.end(), renumber);
    std::erase(list, kNone);
  }
  std::for_each(std::begin(create_of), std::end(create_of), renumber);
  std::for_each(std::begin(end_of), std::end(end_of), renumber);
}

void ExecutionGraph::compute_clocks(EventId id, const ThreadClocks& thread) {
  const Event& e = event(id);
  const std::size_t i = std::size_t(id);
  Clock known = thread.happens_before;
  Clock before = thread.prefix;
  known.known[e.thread] = before.known[e.thread] =
      static_cast<std::int16_t>(e.index + 1);
  if (e.reads_from >= 0) {
    const std::size_t source = std::size_t(e.reads_from);
    before.join(prefix[source]);
    if (e.kind != EventKind::read) {
      known.join(happens_before[source]);  // begin and join
    } else if (acquires(e.effective)) {
      known.join(released[source]);
    }
  }
  // An order of exploration only: waiting synchronises nothing.
  if (e.kind == EventKind::idle) before.join(barrier_of(e));
  if (e.kind == EventKind::fence && acquires(e.effective)) {
    known.join(thread.acquirable);
  }
  happens_before[i] = known;
  prefix[i] = before;
  if (e.kind != EventKind::write) {
    released[i] = Clock();
    notified[i] = Clock();
    return;
  }
  // The release sequence: only an update continues one ([intro.races]/5).
  // A fence synchronises through atomic objects only ([atomics.fences]/2-4).
  Clock learnt;
  if (releases(e.effective)) {
    learnt = known;
  } else if (!is_object(e.operation)) {
    learnt = thread.fence_released;
  }
  notified[i] = Clock();
  if (e.is_update) {
    const EventId source = event(read_half(e)).reads_from;
    learnt.join(released[std::size_t(source)]);
    if (e.operation >= Operation::wait_enter &&
        e.operation <= Operation::wait_leave) {
      notified[i] = notified[std::size_t(source)];
      notified[i].join(known);
    }
  }
  released[i] = learnt;
}

void ExecutionGraph::advance(ThreadClocks& thread, EventId id) const {
  const Event& e = event(id);
  thread.happens_before = happens_before[std::size_t(id)];
  thread.prefix = prefix[std::size_t(id)];
  if (e.kind == EventKind::read && !is_object(e.operation)) {
    thread.acquirable.join(released[std::size_t(e.reads_from)]);
  }
  if (e.kind == EventKind::fence && releases(e.effective)) {
    thread.fence_released = thread.happens_before;
  }
}

Clock ExecutionGraph::view_of(const Event& read) const {
  const EventId previous = before(read);
  if (previous == kNone) return {};
  Clock view = happens_before[std::size_t(previous)];
  if (read.view_only) view.join(notified[std::size_t(previous)]);
  return view;
}

int ExecutionGraph::oldest_readable(int location, const Clock& view) const {
  const auto& mo = writes[std::size_t(location)];
  int oldest = 0;
  for (int p = int(mo.size()) - 1; p > 0; --p) {
    if (known(view, mo[std::size_t(p)])) {
      oldest = p;
      break;
    }
  }
  for (const EventId read : reads[std::size_t(location)]) {
    const EventId source = event(read).reads_from;
    if (source < 0 || event(source).position <= oldest) continue;
    if (known(view, read)) oldest = event(source).position;
  }
  return oldest;
}

bool ExecutionGraph::splits_update(int location, int position) const {
  const auto& mo = writes[std::size_t(location)];
  if (position >= int(mo.size())) return false;
  const Event& next = event(mo[std::size_t(position)]);
  return next.kind == EventKind::write && next.is_update;
}

}  // namespace hb::checker

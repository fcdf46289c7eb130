// The alternatives of a write: every place in mo that coherence and atomicity
// leave, and every earlier read that could have read it (backward revisits).

#include <algorithm>
#include <utility>

#include "checker/explorer/search.hpp"

namespace hb::checker {

namespace {

// Puts the write `id` at `position` of its location, whose writes in mo are
// `mo`.
void place(std::vector<Event>& events, const std::vector<EventId>& mo,
           EventId id, int position) {
  events[std::size_t(id)].position = static_cast<std::int16_t>(position);
  for (std::size_t p = std::size_t(position); p < mo.size(); ++p) {
    ++events[std::size_t(mo[p])].position;
  }
}

}  // namespace

void Explorer::Search::push(Graph&& graph, EventId unchanged) {
  work_.push_back({std::move(graph), 0, checkpoint_before(unchanged)});
}

bool Explorer::Search::add_write(EventId id, bool keep,
                                 const std::vector<EventId>& in_place) {
  push_revisits(id, in_place);
  const Event& write = graph_.event(id);
  const auto& mo = graph_.writes[std::size_t(write.location)];
  const auto push_at = [&](int position, EventId unchanged) {
    Graph graph = graph_.events;
    place(graph, mo, id, position);
    push(std::move(graph), unchanged);
  };
  if (write.is_update) {
    const EventId source = graph_.event(graph_.read_half(write)).reads_from;
    const int position = graph_.event(source).position + 1;
    if (graph_.splits_update(write.location, position)) return false;
    // Not always the last place: its read half may have been revisited.
    if (keep) {
      graph_.place(id, position);
    } else {
      push_at(position, graph_.read_half(write));
    }
    return keep;
  }
  const int oldest = graph_.oldest_readable(
      write.location, graph_.happens_before[std::size_t(id)]);
  for (int position = oldest + 1; position < int(mo.size()); ++position) {
    if (graph_.splits_update(write.location, position)) continue;
    push_at(position, id);
  }
  graph_.place(id, int(mo.size()));
  return true;
}

// TruSt's condition: a read that this write does not depend on, such that it
// and all that was added after it, outside of the write's prefix, was added in
// the way of the kept branch.
void Explorer::Search::push_revisits(EventId id,
                                     const std::vector<EventId>& in_place) {
  const Event& write = graph_.event(id);
  const Clock& prefix = graph_.prefix[std::size_t(id)];
  const auto& reads = graph_.reads[std::size_t(write.location)];
  for (const EventId read : reads) {
    if (read >= id || graph_.known(prefix, read) ||
        !added_maximally(read, prefix)) {
      continue;
    }
    bool maximal = true;
    for (EventId e = EventId(read + 1); e < id && maximal; ++e) {
      if (graph_.event(e).kind == EventKind::initial) continue;
      if (!graph_.known(prefix, e)) maximal = added_maximally(e, prefix);
    }
    if (!maximal) continue;
    push_revisit(
        read, id,
        std::find(in_place.begin(), in_place.end(), read) != in_place.end());
  }
}

// Was `id` added the way the kept branch would add it, seen from what came
// before it and from `prefix`?
bool Explorer::Search::added_maximally(EventId id, const Clock& prefix) const {
  const auto was_there = [&](EventId other) {
    return other <= id || graph_.known(prefix, other);
  };
  const Event& e = graph_.event(id);
  if (e.choice != 0 && !e.due) return false;
  EventId source = id;
  if (e.kind == EventKind::write) {
    for (const EventId read : graph_.reads[std::size_t(e.location)]) {
      if (graph_.event(read).reads_from == id && was_there(read)) return false;
    }
  } else if (e.kind == EventKind::read) {
    source = e.reads_from;
  } else {
    return true;
  }
  if (!was_there(source)) return false;
  if (e.kind == EventKind::read && reads_like_newest(e, id, prefix))
    return true;
  const auto& mo = graph_.writes[std::size_t(e.location)];
  for (int p = int(mo.size()) - 1; p > graph_.event(source).position; --p) {
    if (was_there(mo[std::size_t(p)])) return false;
  }
  return true;
}

// Into restricted_ and renumbered_: what was there before `read`, `read`
// itself, the prefix and the write.
void Explorer::Search::restrict_to(EventId read, const Clock& prefix,
                                   EventId write) {
  const std::size_t count = graph_.events.size();
  renumbered_.assign(count, kNone);
  restricted_.clear();
  restricted_.reserve(count);
  used_.assign(graph_.writes.size(), 0);
  const auto keeps = [&](EventId id) {
    return id <= read || id == write || graph_.known(prefix, id);
  };
  for (std::size_t i = 0; i < count; ++i) {
    const Event& e = graph_.events[i];
    const bool accesses =
        e.kind == EventKind::read || e.kind == EventKind::write;
    if (e.thread >= 0 && accesses && keeps(EventId(i))) {
      used_[std::size_t(e.location)] = 1;
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Event& e = graph_.events[i];
    // WHY: the value before the first event may differ next time, if that
    // event is gone.
    const bool kept = e.kind == EventKind::initial
                          ? used_[std::size_t(e.location)] != 0
                          : keeps(EventId(i));
    if (!kept) continue;
    renumbered_[i] = EventId(restricted_.size());
    restricted_.push_back(e);
  }
  for (const auto& mo : graph_.writes) {
    std::int16_t position = 0;
    for (const EventId id : mo) {
      const EventId now = renumbered_[std::size_t(id)];
      if (id != write && now != kNone) {
        restricted_[std::size_t(now)].position = position++;
      }
    }
  }
  for (Event& e : restricted_) {
    if (e.reads_from >= 0)
      e.reads_from = renumbered_[std::size_t(e.reads_from)];
  }
}

void Explorer::Search::push_revisit(EventId read_id, EventId write_id,
                                    bool in_place) {
  const Event& write = graph_.event(write_id);
  const Event& read = graph_.event(read_id);
  const auto& mo = graph_.writes[std::size_t(write.location)];
  restrict_to(read_id, graph_.prefix[std::size_t(write_id)], write_id);
  const EventId new_read = renumbered_[std::size_t(read_id)];
  const EventId new_write = renumbered_[std::size_t(write_id)];

  // What the read knew before it; what it learns from the write cannot
  // contradict the write's own place.
  const Clock view = graph_.view_of(read);
  const Clock& known = graph_.happens_before[std::size_t(write_id)];
  int oldest_for_write = 0;
  int oldest_for_read = 0;
  kept_writes_.clear();
  for (const EventId id : mo) {
    if (renumbered_[std::size_t(id)] == kNone) continue;
    const int position = int(kept_writes_.size());
    kept_writes_.push_back(renumbered_[std::size_t(id)]);
    if (graph_.known(known, id)) oldest_for_write = position;
    if (graph_.known(view, id)) oldest_for_read = position;
  }
  for (const EventId id : graph_.reads[std::size_t(write.location)]) {
    const Event& other = graph_.event(id);
    if (id == read_id || renumbered_[std::size_t(id)] == kNone ||
        other.reads_from < 0) {
      continue;
    }
    const EventId source = renumbered_[std::size_t(other.reads_from)];
    const int position = restricted_[std::size_t(source)].position;
    const bool own_half = write.is_update && other.thread == write.thread &&
                          other.index == write.index - 1;
    if (graph_.known(known, id) && !own_half) {
      oldest_for_write = std::max(oldest_for_write, position);
    }
    if (graph_.known(view, id)) {
      oldest_for_read = std::max(oldest_for_read, position);
    }
  }
  int first = oldest_for_write + 1;
  int last = int(kept_writes_.size());
  if (write.is_update) {
    const EventId source = graph_.event(graph_.read_half(write)).reads_from;
    first = last =
        restricted_[std::size_t(renumbered_[std::size_t(source)])].position + 1;
  }
  for (int position = first; position <= last; ++position) {
    if (position <= oldest_for_read) continue;
    const bool goes_last = position == int(kept_writes_.size()) &&
                           kept_writes_.size() == mo.size();
    if (in_place && goes_last) continue;
    if (position < int(kept_writes_.size()) &&
        restricted_[std::size_t(kept_writes_[std::size_t(position)])]
            .is_update) {
      continue;
    }
    // The last place takes the restricted graph itself.
    Graph graph =
        position == last ? std::move(restricted_) : Graph(restricted_);
    place(graph, kept_writes_, new_write, position);
    Event& revisited = graph[std::size_t(new_read)];
    revisited.reads_from = new_write;
    revisited.value_read = graph[std::size_t(new_write)].value_written;
    // One that is due does not wait again.
    revisited.choice = read.due ? 1 : 0;
    const int choices = evaluate(revisited);
    if (is_needless_revisit(read, revisited, graph)) continue;
    if (choices > 1 && !read.due) {
      Spending spent;
      spent.count(graph);
      for (int choice = 1; choice < choices; ++choice) {
        revisited.choice = static_cast<std::uint8_t>(choice);
        evaluate(revisited);
        if (spent.affords(revisited, settings_)) push(Graph(graph), read_id);
      }
      revisited.choice = 0;
      evaluate(revisited);
    }
    push(std::move(graph), read_id);
  }
}

}  // namespace hb::checker

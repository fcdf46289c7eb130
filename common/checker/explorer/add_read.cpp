// The alternatives of a read: one for each write that it may read from, and for
// each choice that its operation has there.

#include <algorithm>
#include <utility>

#include "checker/explorer/search.hpp"

namespace hb::checker {

void Explorer::Search::ensure_initial(int location, int size) {
  graph_.make_room(std::max(source_.location_count(), location + 1));
  if (!graph_.writes[std::size_t(location)].empty()) return;
  graph_.add_initial(location, size, source_.initial_value(location));
  executed_.resize(graph_.events.size(), 0);
  executed_.back() = 1;
}

// Adds the read to the graph, reading the newest write, and pushes every
// alternative.
void Explorer::Search::add_read(int thread, const Event& added) {
  Thread& self = threads_[thread];
  const EventId id = graph_.add(added);
  Event* read = &graph_.event(id);
  const int location = read->location;
  const int newest = int(graph_.writes[std::size_t(location)].size()) - 1;
  const int oldest =
      std::max(graph_.oldest_readable(location, graph_.view_of(*read)),
               self.oldest_source);
  self.oldest_source = 0;
  graph_.reads[std::size_t(location)].push_back(id);
  if (self.timed_out) {
    self.timed_out = false;
    read->choice = 1;
    read->due = true;
    // Two that are due at once leave in either order, and each before or after
    // what the other does next.
    for (int position = oldest; position <= newest; ++position) {
      read->reads_from =
          graph_.writes[std::size_t(location)][std::size_t(position)];
      read->value_read = graph_.event(read->reads_from).value_written;
      evaluate(*read);
      if (!read->is_update || position == newest) continue;
      push_read_alternative(id, position);
      read = &graph_.event(id);
    }
    return;
  }

  const int kept = kept_position(*read, oldest);
  for (int position = oldest; position <= newest; ++position) {
    read->reads_from =
        graph_.writes[std::size_t(location)][std::size_t(position)];
    read->value_read = graph_.event(read->reads_from).value_written;
    read->choice = 0;
    const int choices = evaluate(*read);
    // Blocked on an old value: the graph in which it reads the newest stands
    // for it, since a later write revisits that one.
    if (read->blocked && choices == 1 && position != newest) continue;
    if (position != kept && !stands_for_others(*read, position)) continue;
    for (int choice = choices - 1; choice >= 0; --choice) {
      if (position == kept && choice == 0) continue;  // below
      read->choice = static_cast<std::uint8_t>(choice);
      evaluate(*read);
      if (read->blocked && position != newest) continue;
      if (!spent_.affords(*read, settings_)) continue;
      push_read_alternative(id, position);
      read = &graph_.event(id);
    }
  }
  read->choice = 0;
  read->reads_from = graph_.writes[std::size_t(location)][std::size_t(kept)];
  read->value_read = graph_.event(read->reads_from).value_written;
  evaluate(*read);
}

// An update gets its second half at once, so that placements that contradict S
// or atomicity are never replayed.
void Explorer::Search::push_read_alternative(EventId id, int position) {
  const Event read = graph_.event(id);
  const bool newest =
      position + 1 == int(graph_.writes[std::size_t(read.location)].size());
  if (!read.is_update || newest) {
    return push(Graph(graph_.events), id);
  }

  Graph saved = graph_.events;
  const int seq_cst_events = graph_.seq_cst_events;
  ThreadClocks clocks = threads_[read.thread].clocks;
  graph_.compute_clocks(id, clocks);
  graph_.advance(clocks, id);
  const EventId write_id = graph_.add(write_half_of(read));
  graph_.compute_clocks(write_id, clocks);
  add_write(write_id, false, {});
  graph_.of_thread[read.thread].pop_back();
  graph_.seq_cst_events = seq_cst_events;
  graph_.events = std::move(saved);
  graph_.make_room(0);
}

void Explorer::Search::add_choice(const Event& added) {
  Event choice = added;
  for (int c = int(added.operand) - 1; c > 0; --c) {
    choice.choice = static_cast<std::uint8_t>(c);
    if (!spent_.affords(choice, settings_)) continue;
    Graph alternative = graph_.events;
    alternative.push_back(choice);
    push(std::move(alternative), EventId(graph_.events.size()));
  }
}

}  // namespace hb::checker

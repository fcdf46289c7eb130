// Sampling: random executions, for programs with too many. A random thread goes
// next; a read takes a random write that it may read, a write a random place.
// Every consistent execution has such a history, so none is out of reach.

#include <algorithm>
#include <climits>

#include "checker/explorer/search.hpp"

namespace hb::checker {

Exploration Explorer::Search::sample(ExecutionObserver& observer,
                                     std::uint64_t seed) {
  begin();
  random_.emplace(seed);
  bool go_on = true;
  while (go_on && !limit_hit()) {
    graph_.events.clear();
    checkpoint_ = nullptr;
    report(run(), observer, go_on);
    if ((result_.replays & 63) == 0) show_progress(observer);
  }
  result_.stopped = !go_on;
  random_.reset();
  result_.seconds = seconds();
  return result_;
}

// -1 if no thread can go on.
int Explorer::Search::pick_random_thread() {
  int able[kMaxThreads];
  std::size_t count = 0;
  for (int t = 0; t < source_.thread_count(); ++t) {
    if (can_go_on(t)) able[count++] = t;
  }
  return count == 0 ? -1 : able[(*random_)() % count];
}

// The read, from a random source with a random choice, as last event.
void Explorer::Search::add_random_read(int thread, const Event& added) {
  const EventId id = graph_.add(added);
  Event& read = graph_.event(id);
  const auto& mo = graph_.writes[std::size_t(read.location)];
  const int newest = int(mo.size()) - 1;
  const int oldest = std::min(
      newest,
      std::max(threads_[thread].oldest_source,
               graph_.oldest_readable(read.location, graph_.view_of(read))));
  threads_[thread].oldest_source = 0;
  graph_.reads[std::size_t(read.location)].push_back(id);

  struct Way {
    EventId source;
    int choice;
  };
  std::vector<Way> ways;
  for (int position = oldest; position <= newest; ++position) {
    read.reads_from = mo[std::size_t(position)];
    read.value_read = graph_.event(read.reads_from).value_written;
    read.choice = 0;
    const int choices = evaluate(read);
    for (int choice = 0; choice < choices; ++choice) {
      read.choice = static_cast<std::uint8_t>(choice);
      evaluate(read);
      const bool possible =
          !read.blocked && (!read.is_update || position == newest ||
                            !graph_.splits_update(read.location, position + 1));
      if (possible && spent_.affords(read, settings_)) {
        ways.push_back({read.reads_from, choice});
      }
    }
  }
  const bool due = threads_[thread].timed_out;
  threads_[thread].timed_out = false;
  if (due) ways = {{mo.back(), 1}};
  if (ways.empty()) ways.push_back({mo.back(), 0});  // it blocks
  const Way& way = ways[(*random_)() % ways.size()];
  read.reads_from = way.source;
  read.value_read = graph_.event(way.source).value_written;
  read.choice = static_cast<std::uint8_t>(way.choice);
  read.due = due;
  evaluate(read);
  spent_.add(read);
}

// A random place in mo. Returns false if there is none.
bool Explorer::Search::add_random_write(EventId id) {
  const Event& write = graph_.event(id);
  std::vector<int> places;
  if (write.is_update) {
    const EventId source = graph_.event(graph_.read_half(write)).reads_from;
    places.push_back(graph_.event(source).position + 1);
  } else {
    const int oldest = graph_.oldest_readable(
        write.location, graph_.happens_before[std::size_t(id)]);
    const auto& mo = graph_.writes[std::size_t(write.location)];
    for (int p = oldest + 1; p <= int(mo.size()); ++p) places.push_back(p);
  }
  std::erase_if(places,
                [&](int p) { return graph_.splits_update(write.location, p); });
  if (places.empty()) return false;
  graph_.place(id, places[(*random_)() % places.size()]);
  return true;
}

// A spinning thread that has read an old value: next it reads the newest.
void Explorer::Search::look_again(int t) {
  Thread& thread = threads_[t];
  thread.parked = thread.spins = false;
  thread.visits.clear();
  thread.oldest_source = INT_MAX;
}

// Executes the last event of the graph. Unlike the kept branch of a full
// exploration, a random one can contradict S.
bool Explorer::Search::execute_if_consistent(Ending& ending) {
  const EventId id = EventId(graph_.events.size() - 1);
  const Event& e = graph_.event(id);
  if (e.effective == Order::seq_cst || graph_.seq_cst_events > 1) {
    graph_.compute_clocks(id, state(e).clocks);
    if (!seq_cst_.has_order(graph_)) {
      ending = Ending::redundant;
      return false;
    }
  }
  execute(id);
  return true;
}

// Whoever waits for the location of `write` looks again; a spinning thread may
// read more than one, so each of them does.
void Explorer::Search::wake_all(EventId write) {
  std::vector<EventId> blocked;
  for (int t = 0; t < source_.thread_count(); ++t) {
    Thread& thread = threads_[t];
    if (!thread.parked) continue;
    if (thread.spins) {
      thread.parked = thread.spins = false;
      thread.visits.clear();
    } else if (const EventId last = graph_.of_thread[t].back();
               graph_.event(last).location == graph_.event(write).location) {
      blocked.push_back(last);
    }
  }
  if (!blocked.empty()) unpark(blocked, 0);
}

}  // namespace hb::checker

#include "checker/report/relations.hpp"

#include <algorithm>

namespace hb::checker {
namespace {

void join(std::vector<bool>& set, const std::vector<bool>& other) {
  for (std::size_t i = 0; i < other.size(); ++i) {
    if (other[i]) set[i] = true;
  }
}

}  // namespace

Relations::Relations(const RecordedExecution& execution)
    : execution_(execution) {
  merge();
  derive_order();
}

const Event& Relations::event_of(int item) const {
  static const Event kNoEvent;
  const int event = item < 0 ? -1 : items_[std::size_t(item)].event;
  return event < 0 ? kNoEvent : execution_.events[std::size_t(event)].event;
}

void Relations::merge() {
  item_of_event_.assign(execution_.events.size(), -1);
  const auto add_accesses_at = [&](int place) {
    for (std::size_t i = 0; i < execution_.accesses.size(); ++i) {
      const RecordedAccess& access = execution_.accesses[i];
      if (access.place != place) continue;
      items_.push_back({access.thread, -1, static_cast<int>(i)});
    }
  };
  const int count = static_cast<int>(execution_.order.size());
  for (int place = 0; place < count; ++place) {
    add_accesses_at(place);
    const int event = execution_.order[std::size_t(place)];
    const int thread = execution_.events[std::size_t(event)].event.thread;
    if (thread < 0) continue;
    item_of_event_[std::size_t(event)] = static_cast<int>(items_.size());
    items_.push_back({thread, event, -1});
  }
  add_accesses_at(count);
}

void Relations::derive_order() {
  const std::size_t count = items_.size();
  known_.assign(count, Set(count, false));
  released_.assign(count, Set(count, false));
  previous_.assign(count, -1);
  std::vector<int> last(kMaxThreads, -1);
  std::vector<Set> fence_released(kMaxThreads, Set(count, false));
  std::vector<Set> acquirable(kMaxThreads, Set(count, false));
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t thread = std::size_t(items_[i].thread);
    Set& known = known_[i];
    previous_[i] = last[thread];
    if (last[thread] >= 0) join(known, known_[std::size_t(last[thread])]);
    known[i] = true;
    last[thread] = static_cast<int>(i);
    if (!is_event(static_cast<int>(i))) continue;

    const Event& event = event_of(static_cast<int>(i));
    const int source =
        event.reads_from < 0 ? -1 : item_of_event(event.reads_from);
    if (source >= 0) {
      const Set& gift = released_[std::size_t(source)];
      if (event.kind == EventKind::begin || event.kind == EventKind::join) {
        join(known, known_[std::size_t(source)]);
      } else {
        join(acquirable[thread], gift);
        if (acquires(event.effective)) join(known, gift);
      }
    }
    if (event.kind == EventKind::fence) {
      if (acquires(event.effective)) join(known, acquirable[thread]);
      if (releases(event.effective)) fence_released[thread] = known;
    }
    if (event.kind == EventKind::write) {
      Set& gift = released_[i];
      gift = releases(event.effective) ? known : fence_released[thread];
      // The release sequence: only an update continues one.
      const int read = event.is_update ? previous_[i] : -1;
      const int continued = read < 0 ? -1 : event_of(read).reads_from;
      if (continued >= 0 && item_of_event(continued) >= 0) {
        join(gift, released_[std::size_t(item_of_event(continued))]);
      }
    }
    const bool from_other =
        source >= 0 && items_[std::size_t(source)].thread != items_[i].thread;
    if (event.kind == EventKind::read && from_other) {
      links_.push_back({source, static_cast<int>(i), false, false, false});
    }
  }
  for (Link& link : links_) {
    link.lacks_release = !releases_something(link.write);
    link.lacks_acquire = !acquired_before(link.read, static_cast<int>(count));
    link.synchronizes = !link.lacks_release && !link.lacks_acquire;
  }
}

bool Relations::releases_something(int write) const {
  const Set& gift = released_[std::size_t(write)];
  return std::find(gift.begin(), gift.end(), true) != gift.end();
}

// True if the read acquires, or a fence behind it does.
bool Relations::acquired_before(int read, int until) const {
  if (acquires(event_of(read).effective)) return true;
  for (int i = read + 1; i < until; ++i) {
    if (items_[std::size_t(i)].thread != items_[std::size_t(read)].thread ||
        !is_event(i)) {
      continue;
    }
    const Event& event = event_of(i);
    if (event.kind == EventKind::fence && acquires(event.effective)) {
      return true;
    }
  }
  return false;
}

std::vector<Link> Relations::way(int from, int to) const {
  constexpr int kUnreached = 1 << 20;
  const std::size_t count = items_.size();
  std::vector<int> cost(count, kUnreached);
  std::vector<int> came_from(count, -1);
  std::vector<const Link*> through(count, nullptr);
  // Items are in an order that every edge keeps: one pass is enough.
  cost[std::size_t(from)] = 0;
  const auto relax = [&](int first, int second, int price, const Link* link) {
    if (first < from || first >= second) return;
    const int sum = cost[std::size_t(first)] + price;
    if (sum >= cost[std::size_t(second)]) return;
    cost[std::size_t(second)] = sum;
    came_from[std::size_t(second)] = first;
    through[std::size_t(second)] = link;
  };
  std::size_t next_link = 0;
  for (int i = from + 1; i <= to; ++i) {
    if (previous_[std::size_t(i)] >= 0) {
      relax(previous_[std::size_t(i)], i, 0, nullptr);
    }
    while (next_link < links_.size() && links_[next_link].read < i) {
      ++next_link;
    }
    if (next_link < links_.size() && links_[next_link].read == i) {
      const Link& link = links_[next_link];
      relax(link.write, i, link.synchronizes ? 0 : 1, &link);
    }
    if (!is_event(i)) continue;
    const Event& event = event_of(i);
    if (event.kind != EventKind::read && event.reads_from >= 0) {
      relax(item_of_event(event.reads_from), i, 0, nullptr);
    }
  }
  std::vector<Link> links;
  if (cost[std::size_t(to)] >= kUnreached) return links;
  for (int i = to; i != from; i = came_from[std::size_t(i)]) {
    if (through[std::size_t(i)] != nullptr) {
      links.push_back(*through[std::size_t(i)]);
    }
  }
  std::reverse(links.begin(), links.end());
  return links;
}

std::vector<int> Relations::locks_held(int item) const {
  std::vector<int> held;
  for (int i = 0; i < item; ++i) {
    if (items_[std::size_t(i)].thread != items_[std::size_t(item)].thread ||
        !is_event(i)) {
      continue;
    }
    const Event& event = event_of(i);
    if (event.kind != EventKind::read || !event.is_update) continue;
    const bool takes = is_lock(event.operation) ||
                       event.operation == Operation::mutex_try_lock ||
                       event.operation == Operation::shared_try_lock ||
                       event.operation == Operation::shared_try_lock_shared;
    if (takes && !event.blocked) held.push_back(i);
    if (event.operation == Operation::mutex_unlock ||
        event.operation == Operation::shared_unlock) {
      for (std::size_t k = held.size(); k-- > 0;) {
        if (event_of(held[k]).location != event.location) continue;
        held.erase(held.begin() + std::ptrdiff_t(k));
        break;
      }
    }
  }
  return held;
}

}  // namespace hb::checker

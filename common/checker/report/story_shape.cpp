// Which steps are shown, and how they refer to each other.
#include <algorithm>
#include <map>
#include <set>

#include "checker/report/source_lines.hpp"
#include "checker/report/story.hpp"

namespace hb::checker {
namespace {

// A line that asks for what the library counts: a stop that was requested, how
// many own a shared object. Destroying a jthread or a pointer does not.
bool asks_for_bookkeeping(const std::string& line) {
  return line.find("stop") != line.npos || line.find("token") != line.npos ||
         line.find("use_count") != line.npos;
}

}  // namespace

bool happens_by_itself(const Event& event, const CallStack& stack,
                       const Symbols& symbols) {
  switch (event.kind) {
    case EventKind::create:
    case EventKind::join:
    case EventKind::fence:
      return false;
    case EventKind::choice:
      return event.choice == 0;
    case EventKind::write:
      if (event.is_update) return true;  // the second half of its read
      break;
    case EventKind::read:
      break;
    default:
      return true;
  }
  if (is_object(event.operation) ||
      !is_bookkeeping_file(symbols.caller_file_of(stack))) {
    return false;
  }
  const Place place = symbols.place_of(stack);
  return !asks_for_bookkeeping(symbols.source_line(place.file, place.line));
}

// A plain access may race with an atomic one, which is an event: the last of
// another thread that conflicts and is not ordered with it.
void Story::mark_racing_event() {
  const auto racing =
      std::find_if(steps_.begin(), steps_.end(),
                   [](const Step& step) { return step.is_racing; });
  if (racing == steps_.end() ||
      std::any_of(racing + 1, steps_.end(),
                  [](const Step& step) { return step.is_racing; })) {
    return;
  }
  const int item = racing->item;
  const RecordedAccess& access =
      execution_
          .accesses[std::size_t(relations_.items()[std::size_t(item)].access)];
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
    const Event& event = relations_.event_of(step->item);
    if (event.location < 0 || step->thread == access.thread) continue;
    const RecordedLocation& location =
        execution_.locations[std::size_t(event.location)];
    const bool overlaps =
        location.address < access.address + access.size &&
        access.address < location.address + std::max(location.size, 1u);
    // A lock and a set of waiters are read, whatever is done to them.
    const bool writes = location.kind == LocationKind::atomic &&
                        (event.kind == EventKind::write || event.is_update);
    if (!overlaps || (!access.is_write && !writes) ||
        relations_.happens_before(step->item, item) ||
        relations_.happens_before(item, step->item)) {
      continue;
    }
    step->is_racing = true;
    return;
  }
}

// Far too many steps help nobody. What only one thread touches goes first, then
// what is longest ago.
void Story::drop_what_matters_least() {
  std::map<std::string, std::set<int>> users;
  for (const Step& step : steps_) users[step.object].insert(step.thread);
  const auto excess = [&] {
    return static_cast<int>(steps_.size()) - kMostSteps;
  };
  const auto drop = [&](auto is_droppable) {
    for (auto step = steps_.begin(); excess() > 0 && step != steps_.end();) {
      const bool goes = !step->is_racing && !step->is_wrong &&
                        !step->is_blocked && is_droppable(*step);
      step = goes ? steps_.erase(step) : step + 1;
      left_out_ += goes ? 1 : 0;
    }
  };
  drop([&](const Step& step) {
    return !step.object.empty() && users[step.object].size() == 1 &&
           relations_.event_of(step.item).kind != EventKind::create;
  });
  drop([](const Step&) { return true; });
}

void Story::mark_wrong_unlock() {
  if (!execution_.failure ||
      execution_.failure->failure.kind != Kind::wrong_unlock) {
    return;
  }
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
    if (step->thread != execution_.failure->thread) continue;
    step->is_wrong = true;
    return;
  }
}

void Story::number_steps() {
  step_of_item_.assign(relations_.items().size(), -1);
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    steps_[i].number = static_cast<int>(i) + 1;
    if (steps_[i].item < 0) continue;
    step_of_item_[std::size_t(steps_[i].item)] = static_cast<int>(i);
  }
  // The second half of an update is told with its first.
  for (std::size_t item = 1; item < step_of_item_.size(); ++item) {
    const Event& event = relations_.event_of(static_cast<int>(item));
    if (event.kind != EventKind::write || !event.is_update) continue;
    for (std::size_t read = item; read-- > 0;) {
      if (relations_.items()[read].thread != event.thread) continue;
      step_of_item_[item] = step_of_item_[read];
      break;
    }
  }
}

// Where nobody chose an order, telling it is noise.
void Story::hide_orders_that_never_differ() {
  const std::string strongest = checker::name_of(Order::seq_cst);
  for (const Step& step : steps_) {
    if (!step.order.empty() && step.order != strongest) return;
  }
  for (Step& step : steps_) {
    if (step.operation != "fence") step.order.clear();
  }
}

void Story::find_home_file() {
  std::map<std::string, int> used;
  int most = 0;
  for (const Step& step : steps_) {
    if (!step.place.known()) continue;
    // The file of the race, if there is one, before all others; where threads
    // are started, last.
    const EventKind kind = relations_.event_of(step.item).kind;
    const bool bounds = kind == EventKind::create || kind == EventKind::join;
    used[step.place.file] += step.is_racing ? 100'000 : bounds ? 1 : 1'000;
    if (used[step.place.file] > most) {
      most = used[step.place.file];
      home_file_ = step.place.file;
    }
  }
}

}  // namespace hb::checker

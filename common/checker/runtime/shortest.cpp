#include "checker/runtime/shortest.hpp"

#include <algorithm>
#include <utility>

#include "checker/explorer/stepper.hpp"
#include "checker/runtime/step_replay.hpp"

namespace hb::checker {
namespace {

// An event by its place in the program, since its number changes from
// execution to execution. Thread -1: the initial value.
struct Name {
  int thread = -1;
  int index = 0;
  bool operator==(const Name&) const = default;
};

// One step of an execution, said so that it can be looked for in another that
// lacks some of its events.
struct Wish {
  int thread = 0;
  EventKind kind = EventKind::read;
  int choice = 0;
  bool due = false;
  Name source;       // of a read
  Name predecessor;  // of a write, in mo
};

bool is_decision(const Event& e) {
  const bool is_second_half = e.kind == EventKind::write && e.is_update;
  return e.thread >= 0 && !is_second_half && !e.blocked;
}

// What somebody has to decide about; the rest happens by itself.
bool counts(EventKind kind) {
  return kind != EventKind::begin && kind != EventKind::end &&
         kind != EventKind::choice && kind != EventKind::idle;
}

Name name_in(const ExecutionGraph& graph, EventId id) {
  if (id < 0) return {};
  const Event& e = graph.event(id);
  return {e.thread, e.index};
}

Name predecessor_of(const ExecutionGraph& graph, const Event& write) {
  const auto& mo = graph.writes[std::size_t(write.location)];
  return name_in(graph, mo[std::size_t(write.position) - 1]);
}

Wish wish_of(const ExecutionGraph& graph, const Event& e) {
  Wish wish;
  wish.thread = e.thread;
  wish.kind = e.kind;
  wish.choice = e.choice;
  wish.due = e.due;
  if (e.kind == EventKind::read) wish.source = name_in(graph, e.reads_from);
  if (e.kind == EventKind::write) wish.predecessor = predecessor_of(graph, e);
  return wish;
}

int count_of(const std::vector<Wish>& wishes) {
  return int(std::count_if(wishes.begin(), wishes.end(),
                           [](const Wish& wish) { return counts(wish.kind); }));
}

// The executions that go wrong, the ones with the fewest steps.
class Shortlist final : public ExecutionObserver {
 public:
  explicit Shortlist(const std::vector<Event>& begin) {
    ExecutionGraph graph;
    graph.events = begin;
    int locations = 0;
    for (const Event& e : begin) {
      locations = std::max(locations, e.location + 1);
    }
    graph.index(locations);
    // An order that keeps sb and rf: the one in which they were added.
    for (const Event& e : begin) {
      if (is_decision(e)) begin_.push_back(wish_of(graph, e));
    }
  }

  bool on_execution(const Execution& execution) override {
    set_running_graph(&execution.graph);
    if (execution.ending != Ending::rejected) return true;
    std::vector<Wish> wishes;
    int skipped[kMaxThreads] = {};
    for (const EventId id : execution.order) {
      const Event& e = execution.graph.event(id);
      if (!is_decision(e)) continue;
      Wish wish = wish_of(execution.graph, e);
      const Wish* const done = begun(e.thread, skipped[e.thread]);
      if (done != nullptr) {
        if (done->kind != wish.kind || done->choice != wish.choice ||
            !(done->source == wish.source)) {
          return true;  // it begins in another way
        }
        ++skipped[e.thread];
        continue;
      }
      wishes.push_back(wish);
    }
    wishes.insert(wishes.begin(), begin_.begin(), begin_.end());
    keep({execution.failure->kind, std::move(wishes)});
    return true;
  }

  struct Candidate {
    Kind kind;
    std::vector<Wish> wishes;
  };
  const std::vector<Candidate>& candidates() const { return kept_; }
  std::size_t begun() const { return begin_.size(); }

 private:
  const Wish* begun(int thread, int number) const {
    for (const Wish& wish : begin_) {
      if (wish.thread == thread && number-- == 0) return &wish;
    }
    return nullptr;
  }

  void keep(Candidate candidate) {
    constexpr std::size_t kMost = 24;
    const auto place = std::upper_bound(
        kept_.begin(), kept_.end(), candidate,
        [](const Candidate& left, const Candidate& right) {
          return count_of(left.wishes) < count_of(right.wishes);
        });
    kept_.insert(place, std::move(candidate));
    if (kept_.size() > kMost) kept_.pop_back();
  }

  std::vector<Wish> begin_;
  std::vector<Candidate> kept_;
};

// Makes wishes come true.
class Attempt {
 public:
  Attempt(ProgramSource& source, const Settings& settings)
      : source_(source), stepper_(source, settings) {}

  // The steps, up to where it fails; none if a wish cannot be had.
  std::optional<std::vector<ReplayStep>> run(const std::vector<Wish>& wishes) {
    const RunningGraph running(stepper_.graph());
    stepper_.start();
    std::vector<ReplayStep> steps;
    for (const Wish& wish : wishes) {
      if (stepper_.has_failed()) break;
      ReplayStep step;
      step.thread = static_cast<std::int8_t>(wish.thread);
      if (wish.kind == EventKind::idle) {
        if (!stepper_.move_clock(wish.thread)) return std::nullopt;
        steps.push_back(step);
        continue;
      }
      if (wish.due) {
        step.choice = 1;
      } else {
        const std::optional<Option> option = find(wish);
        if (!option) return std::nullopt;
        step = option->step;
      }
      if (!stepper_.take(step)) return std::nullopt;
      steps.push_back(step);
    }
    return steps;
  }

  // After run().
  bool failed_with(Kind kind) const {
    return stepper_.has_failed() && source_.failure()->kind == kind;
  }

 private:
  std::optional<Option> find(const Wish& wish) {
    std::optional<Option> newest;
    for (const Option& option : stepper_.options(wish.thread)) {
      const Event& e = option.event;
      if (option.moves_clock || e.kind != wish.kind ||
          e.choice != wish.choice) {
        continue;
      }
      if (e.kind == EventKind::read) {
        if (name_in(stepper_.graph(), e.reads_from) == wish.source) {
          return option;
        }
      } else if (e.kind == EventKind::write) {
        const auto& mo = stepper_.graph().writes[std::size_t(e.location)];
        if (name_in(stepper_.graph(), mo[std::size_t(e.position) - 1]) ==
            wish.predecessor) {
          return option;
        }
        if (!newest) newest = option;
      } else {
        return option;
      }
    }
    return newest;
  }

  ProgramSource& source_;
  Stepper stepper_;
};

// Leaves out what the failure does not need: whatever a thread does last. Not
// of the first `fixed` wishes.
void leave_out_what_is_not_needed(Attempt& attempt, std::size_t fixed,
                                  Kind kind, std::vector<Wish>& wishes) {
  for (bool shorter = true; shorter;) {
    shorter = false;
    for (int t = 0; t < kMaxThreads; ++t) {
      for (;;) {
        const auto last =
            std::find_if(wishes.rbegin(), wishes.rend() - std::ptrdiff_t(fixed),
                         [&](const Wish& wish) { return wish.thread == t; });
        if (last == wishes.rend() - std::ptrdiff_t(fixed)) break;
        std::vector<Wish> fewer = wishes;
        fewer.erase(fewer.end() - 1 - (last - wishes.rbegin()));
        const auto steps = attempt.run(fewer);
        if (!steps || !attempt.failed_with(kind)) break;
        wishes = std::move(fewer);
        shorter = true;
      }
    }
  }
}

}  // namespace

Shortest find_shortest(ProgramSource& source, const Settings& given,
                       const std::vector<Event>& begin) {
  Settings settings = given;
  settings.processes = 1;
  // WHY: one execution that stands for several may begin in another way, or
  // have more steps.
  settings.reductions = false;
  Shortest result;
  Shortlist shortlist(begin);
  {
    Explorer explorer(source, settings);
    const Exploration explored = explorer.explore(shortlist);
    result.executions = explored.executions;
    result.limit = explored.limit;
  }
  Attempt attempt(source, settings);
  int fewest = 0;
  for (const Shortlist::Candidate& candidate : shortlist.candidates()) {
    std::vector<Wish> wishes = candidate.wishes;
    auto steps = attempt.run(wishes);
    if (!steps) continue;
    if (attempt.failed_with(candidate.kind)) {
      leave_out_what_is_not_needed(attempt, shortlist.begun(), candidate.kind,
                                   wishes);
      steps = attempt.run(wishes);
    }
    const int count = count_of(wishes);
    if (!steps || (result.steps && count >= fewest)) continue;
    fewest = count;
    result.steps = std::move(steps);
  }
  return result;
}

}  // namespace hb::checker

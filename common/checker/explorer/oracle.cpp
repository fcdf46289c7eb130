#include "checker/explorer/oracle.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "checker/explorer/oracle_effects.hpp"
#include "checker/graph/literal_axioms.hpp"
#include "checker/litmus/thread_run.hpp"

namespace hb::checker {

namespace {

using litmus::Instruction;
using litmus::Observable;
using litmus::Program;
using litmus::Sort;
using litmus::ThreadRun;

// A plain access: after `events` events of its thread.
struct Access {
  int thread;
  int events;
  int location;
  bool is_write;
};

// An execution so far.
struct State {
  std::vector<Event> events;
  std::vector<ThreadRun> threads;
  std::vector<std::int64_t> memory;  // of plain locations
  std::vector<Access> accesses;
  int spurious = 0;  // wake-ups
};

class Oracle {
 public:
  Oracle(const Program& program, int spurious)
      : program_(program),
        spurious_(spurious),
        observables_(observables_of(program)) {}

  OracleAnswer answer() {
    State state;
    for (std::size_t l = 0; l < program_.locations.size(); ++l) {
      state.memory.push_back(program_.locations[l].initial);
      if (program_.locations[l].sort == Sort::plain) continue;
      Event initial;
      initial.location = std::int16_t(l);
      initial.value_written = std::uint32_t(program_.locations[l].initial);
      state.events.push_back(initial);
    }
    for (int t = 0; t < int(program_.threads.size()); ++t) {
      state.threads.emplace_back(program_, t);
    }
    for (int t = 0; t < int(program_.threads.size()); ++t) advance(state, t);
    visit(state);
    return std::move(answer_);
  }

 private:
  // Returns false if the graph is inconsistent.
  bool visit(const State& state) {
    if (answer_.race) return true;
    const auto [entry, is_new] = seen_.try_emplace(key_of(state), true);
    if (!is_new) return entry->second;
    const LiteralExecution execution(state.events);
    if (!literally_consistent(execution)) return entry->second = false;
    ++answer_.graphs;
    if (races(state, execution)) {
      answer_.race = true;
      return true;
    }
    bool ended = true;
    bool goes_on = false;
    for (int t = 0; t < int(state.threads.size()); ++t) {
      if (state.threads[std::size_t(t)].next() == nullptr) continue;
      ended = false;
      if (step(state, t)) goes_on = true;
    }
    if (ended) {
      ++answer_.executions;
      answer_.outcomes.insert(outcome_of(state));
    } else if (!goes_on) {
      answer_.deadlock = true;
    }
    return true;
  }

  // Every way in which `thread` can do its next operation. Returns false if
  // there is none.
  bool step(const State& state, int thread) {
    const Request request =
        request_of(*state.threads[std::size_t(thread)].next());
    Event event;
    event.kind = request.kind;
    event.operation = request.operation;
    event.thread = std::int8_t(thread);
    event.order = event.effective = request.order;
    event.failure_order = request.failure_order;
    event.size = request.size;
    event.location = request.location;
    event.operand = request.operand;
    event.operand2 = request.operand2;
    event.index = events_of(state, thread);
    switch (event.kind) {
      case EventKind::read:
        return step_read(state, request, event);
      case EventKind::write:
        event.value_written = std::uint32_t(event.operand);
        return step_write(state, event, event);
      default: {
        State next = state;
        next.events.push_back(event);
        return go_on(std::move(next), event);
      }
    }
  }

  bool step_read(const State& state, const Request& request, Event read) {
    bool goes_on = false;
    for (std::size_t source = 0; source < state.events.size(); ++source) {
      const Event& from = state.events[source];
      if (!is_write(from) || from.location != read.location) continue;
      read.reads_from = std::int16_t(source);
      read.value_read = from.value_written;
      read.choice = 0;
      for (const Effect& effect :
           effects_of(request, read.thread, from.value_written)) {
        if (effect.spurious && state.spurious == spurious_) continue;
        read.effective = effect.order;
        read.result = effect.result;
        read.is_update = effect.writes;
        const bool can_go_on = step_effect(state, effect, read);
        // A spurious wake-up may come, and may as well never come.
        if (can_go_on && !effect.spurious) goes_on = true;
        ++read.choice;
      }
    }
    return goes_on;
  }

  bool step_effect(const State& state, const Effect& effect,
                   const Event& read) {
    State next = state;
    next.spurious += effect.spurious ? 1 : 0;
    next.events.push_back(read);
    if (!effect.writes) return go_on(std::move(next), read);
    Event write = read;
    write.kind = EventKind::write;
    write.index = std::int16_t(read.index + 1);
    write.reads_from = -1;
    write.value_written = effect.written;
    return step_write(next, write, read);
  }

  // Every place in modification order; an update has but the one behind its
  // source ([atomics.order]/10).
  bool step_write(const State& state, Event write, const Event& operation) {
    int first = 1;
    int last = 0;
    for (const Event& other : state.events) {
      if (is_write(other) && other.location == write.location) ++last;
    }
    if (write.is_update) {
      const auto source = std::size_t(operation.reads_from);
      first = last = state.events[source].position + 1;
    }
    bool goes_on = false;
    for (int place = first; place <= last; ++place) {
      State next = state;
      for (Event& other : next.events) {
        if (is_write(other) && other.location == write.location &&
            other.position >= place) {
          ++other.position;
        }
      }
      write.position = std::int16_t(place);
      next.events.push_back(write);
      if (go_on(std::move(next), operation)) goes_on = true;
    }
    return goes_on;
  }

  bool go_on(State next, const Event& done) {
    next.threads[std::size_t(done.thread)].finish(done.result, done.value_read);
    advance(next, done.thread);
    return visit(next);
  }

  void advance(State& state, int thread) {
    const int events = events_of(state, thread);
    state.threads[std::size_t(thread)].advance(
        [&](const Instruction& at, std::int64_t& value) {
          const bool is_write = at.action == litmus::Action::store;
          std::int64_t& cell = state.memory[std::size_t(at.location)];
          (is_write ? cell : value) = is_write ? value : cell;
          state.accesses.push_back({thread, events, at.location, is_write});
          return true;
        });
  }

  // [intro.races]/21.
  static bool races(const State& state, const LiteralExecution& execution) {
    for (const Access& a : state.accesses) {
      for (const Access& b : state.accesses) {
        if (a.thread < b.thread && a.location == b.location &&
            (a.is_write || b.is_write) && !ordered(state, execution, a, b) &&
            !ordered(state, execution, b, a)) {
          return true;
        }
      }
    }
    return false;
  }

  // `a` happens before `b` if the event after `a` does so before the one that
  // precedes `b`.
  static bool ordered(const State& state, const LiteralExecution& execution,
                      const Access& a, const Access& b) {
    const int after = event_of(state, a.thread, a.events);
    const int before = event_of(state, b.thread, b.events - 1);
    return after >= 0 && before >= 0 &&
           execution.happens_before().has(execution.node_of(EventId(after)),
                                          execution.node_of(EventId(before)));
  }

  static bool is_write(const Event& e) {
    return e.kind == EventKind::write || e.kind == EventKind::initial;
  }

  static std::int16_t events_of(const State& state, int thread) {
    return std::int16_t(
        std::count_if(state.events.begin(), state.events.end(),
                      [&](const Event& e) { return e.thread == thread; }));
  }

  static int event_of(const State& state, int thread, int index) {
    for (std::size_t i = 0; i < state.events.size(); ++i) {
      const Event& e = state.events[i];
      if (e.thread == thread && e.index == index) return int(i);
    }
    return -1;
  }

  // The graph, whatever the order of its steps.
  static std::string key_of(const State& state) {
    std::string key;
    const auto add = [&](int number) { key.push_back(char(number)); };
    for (std::size_t t = 0; t < state.threads.size(); ++t) {
      add(-2);
      for (const Event& e : state.events) {
        if (e.thread != int(t)) continue;
        add(e.choice);
        add(e.position);
        if (e.reads_from < 0) continue;
        const Event& source = state.events[std::size_t(e.reads_from)];
        add(source.thread);
        add(source.index);
      }
    }
    return key;
  }

  litmus::Outcome outcome_of(const State& state) const {
    litmus::Outcome outcome;
    for (const Observable& seen : observables_) {
      const auto number = std::size_t(seen.number);
      if (seen.what == Observable::What::location) {
        outcome[seen.name] = last_value(state, seen.number);
      } else {
        const ThreadRun& run = state.threads[std::size_t(seen.thread)];
        outcome[seen.name] = seen.what == Observable::What::target
                                 ? run.value_of(int(number))
                                 : run.expected_of(int(number));
      }
    }
    return outcome;
  }

  static std::int64_t last_value(const State& state, int location) {
    const Event* newest = nullptr;
    for (const Event& e : state.events) {
      if (!is_write(e) || e.location != location) continue;
      if (newest == nullptr || e.position > newest->position) newest = &e;
    }
    if (newest == nullptr) return state.memory[std::size_t(location)];
    return std::int32_t(std::uint32_t(newest->value_written));
  }

  const Program& program_;
  const int spurious_;
  const std::vector<Observable> observables_;
  OracleAnswer answer_;
  std::map<std::string, bool> seen_;  // and whether it was consistent
};

}  // namespace

OracleAnswer ask_oracle(const litmus::Program& program, int spurious) {
  return Oracle(program, spurious).answer();
}

}  // namespace hb::checker

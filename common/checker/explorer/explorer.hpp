// The exploration: every consistent execution of a program, each once.
//
// TruSt (Kokologiannakis, Marmanis, Gladstein, Vafeiadis, POPL 2022): a
// work list of execution graphs; each popped graph is one replay of the
// program, then extended to its end, pushing the alternatives on the way.
// Memory: depth times the size of a graph.
//
// Thread safety: none; one explorer on one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checker/explorer/event_source.hpp"
#include "checker/graph/event.hpp"
#include "checker/graph/execution_graph.hpp"
#include "checker/verdict_kind.hpp"

namespace hb::checker {

struct Settings {
  // Limits: to hit one is inconclusive.
  std::int64_t max_executions = 200'000;
  int max_events = 400;
  double max_seconds = 10;
  // Bounds: chosen before the run, printed with the verdict.
  int spurious = 1;  // wake-ups and failures without a reason, an execution
  int timeouts = 2;  // a thread
  int retries = 2;   // of a failed try_lock with nothing new, a call stack
  bool idle_time = false;     // the clock moves only when every thread waits
  bool reductions = false;    // one execution for several; see reduction.cpp
  int processes = 1;          // share the work list; see team.hpp
  int checkpoint_every = 20;  // events; 0: run each alternative from the start
  bool self_check = false;    // hold every graph against the literal axioms
};

enum class Ending : std::uint8_t {
  complete,   // every thread ended
  blocked,    // an artefact of the exploration: another graph goes on from here
  cut,        // a bound was reached
  redundant,  // explored in another way
  rejected,   // see failure
  limited     // max_events was hit
};

// One explored execution, as its observer sees it. Valid during the call only.
struct Execution {
  Ending ending;
  const Failure* failure;  // of a rejected one
  const ExecutionGraph& graph;
  const std::vector<std::int16_t>& order;  // events, as they were executed
};

class ExecutionObserver {
 public:
  virtual ~ExecutionObserver() = default;
  // Returns false to end the exploration.
  virtual bool on_execution(const Execution& execution) = 0;
  // Ten times a second. `share` of the executions are done, by an estimate.
  virtual void on_progress(std::int64_t /*executions*/, double /*share*/) {}

  // For several processes: a child starts with forget(), and sends what it saw
  // as text by save(); its parent adds that to its own by merge().
  virtual void forget() {}
  virtual std::string save() const { return {}; }
  virtual void merge(const std::string& /*saved*/) {}
};

struct Exploration {
  std::int64_t executions = 0;  // complete ones and rejected ones
  std::int64_t complete = 0;
  std::int64_t rejected = 0;
  std::int64_t blocked = 0;
  std::int64_t cut = 0;
  std::int64_t redundant = 0;
  std::int64_t inconsistent = 0;  // graphs that were never replayed
  std::int64_t replays = 0;
  int largest = 0;       // events in one execution
  double share = 0;      // of the executions that are done; an estimate
  bool stopped = false;  // by the observer
  bool reduced = false;  // some execution stands for others
  std::string limit;  // the limit that was hit: "200000 executions"; or empty
  double seconds = 0;
};

class Explorer {
 public:
  Explorer(EventSource& source, Settings settings);
  ~Explorer();
  Explorer(const Explorer&) = delete;
  Explorer& operator=(const Explorer&) = delete;

  // Explores all executions. Returns when there are none left, when the
  // observer says so or when a limit was hit.
  Exploration explore(ExecutionObserver& observer);

  // Runs random executions until a limit is hit. Finds a defect that a share p
  // of such executions shows with probability 1 - (1 - p)^n after n of them.
  Exploration sample(ExecutionObserver& observer, std::uint64_t seed);

  // Runs the one execution of the graph `events`, and reports it.
  void replay(const std::vector<Event>& events, ExecutionObserver& observer);

 private:
  class Search;
  std::unique_ptr<Search> search_;
};

}  // namespace hb::checker

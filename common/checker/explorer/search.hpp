// The state of one exploration. The algorithm's steps are in
//
//   search.cpp    pop a graph, replay it, extend it to its end
//   replay.cpp    the part that is known
//   extend.cpp    the next event
//   add_read.cpp, add_write.cpp   the alternatives of an event, and revisits
//   reduction.cpp executions that differ in nothing that a test can see
//   in_place.cpp  a parked thread whose value has come reads it at once
//   idle.cpp      every thread waits: the clock moves
//   share.cpp     several processes, one work list
//   sample.cpp    random executions instead of all
//   checkpoint.cpp  alternatives go on from where they differ
//   stuck.cpp     nothing can go on: deadlock, livelock or an artefact
#pragma once

#include <memory>
#include <random>
#include <vector>

#include "checker/explorer/bounds.hpp"
#include "checker/explorer/explorer.hpp"
#include "checker/explorer/team.hpp"
#include "checker/graph/seq_cst.hpp"

namespace hb::checker {

class Explorer::Search {
 public:
  Search(EventSource& source, Settings settings)
      : source_(source), settings_(settings) {}

  Exploration explore(ExecutionObserver& observer);
  Exploration sample(ExecutionObserver& observer, std::uint64_t seed);
  void replay(const std::vector<Event>& events, ExecutionObserver& observer);

 private:
  using Graph = std::vector<Event>;

  // An execution as it was after the first `events` of its graph, in the order
  // in which they were added. See checkpoint.cpp.
  struct Checkpoint;
  using CheckpointPointer = std::shared_ptr<const Checkpoint>;

  // A graph to be explored, and the share of all executions that are expected
  // behind it: each alternative gets an equal part of its parent's.
  struct Work {
    Graph graph;
    double share = 0;
    CheckpointPointer checkpoint = nullptr;  // to go on from
  };

  // A read of a thread, since its last effective write: if it comes back to
  // the same site in the same state, the round in between did nothing.
  struct Visit {
    const void* site;
    std::uint64_t state_hash;
    int position;
  };

  struct Thread {
    ThreadClocks clocks;
    Clock acquirable_before;  // its last read; for taking that back
    int position = 0;         // events executed
    int oldest_source = 0;    // of its next read, in mo; see in_place.cpp
    bool parked = false;      // blocked, or spinning without effect
    bool spins = false;       // parked by the spin rule
    bool timed_out = false;   // its next timed operation; see idle.cpp
    bool owes_write = false;  // has read the first half of an update
    int round = 0;            // first event of the spinning round
    const void* spin_site = nullptr;
    std::uint64_t spin_hash = 0;
    std::vector<Visit> visits;
  };

  // --- search.cpp
  void begin();
  double seconds() const;
  Ending run();
  Ending go_to_the_end();
  const Failure* failure() const;
  void fail(Kind kind, std::string message);
  bool has_failed() const { return own_failure_ || source_.failure(); }
  bool literally_consistent();
  void report(Ending ending, ExecutionObserver& observer, bool& go_on);
  bool limit_hit();
  void share_out(std::size_t first, double share);
  void show_progress(ExecutionObserver& observer);

  // --- replay.cpp
  void prepare();
  bool compute_all_clocks();
  bool replay_recorded();
  bool matches(const Event& recorded, const Request& request) const;
  bool can_join(const Request& request) const;

  // --- extend.cpp
  bool can_go_on(int thread);
  int pick_thread(std::uint64_t& state_hash, bool& redundant);
  bool is_looking(int thread) const;
  Event event_for(int thread, std::uint64_t state_hash);
  bool extend(int thread, const Event& event, Ending& ending);
  void execute(EventId id);
  void execute_write(EventId id);

  // --- share.cpp
  void split_work(ExecutionObserver& observer);
  void merge(const std::string& text, ExecutionObserver& observer);
  std::string saved(const ExecutionObserver& observer) const;

  // --- sample.cpp
  bool samples() const { return random_.has_value(); }
  int pick_random_thread();
  void add_random_read(int thread, const Event& read);
  bool add_random_write(EventId id);
  bool execute_if_consistent(Ending& ending);
  void wake_all(EventId write);
  void look_again(int thread);

  // --- add_read.cpp
  void ensure_initial(int location, int size);
  void add_read(int thread, const Event& read);
  void push_read_alternative(EventId read, int position);
  void add_choice(const Event& choice);

  // --- reduction.cpp
  bool is_reducible(const Request& request) const;
  int kept_position(const Event& read, int oldest) const;
  bool stands_for_others(const Event& read, int position) const;
  bool reads_like_newest(const Event& read, EventId id,
                         const Clock& prefix) const;
  bool is_needless_revisit(const Event& before, const Event& revisited,
                           const Graph& graph) const;

  // --- add_write.cpp
  // Pushes the alternatives of the write `id`, the last event. Places it
  // mo-last (an update: behind its source) if `keep` and if that is
  // consistent; returns whether it did.
  bool add_write(EventId id, bool keep, const std::vector<EventId>& in_place);
  void push_revisits(EventId id, const std::vector<EventId>& in_place);
  void push_revisit(EventId read, EventId write, bool in_place);
  bool added_maximally(EventId id, const Clock& prefix) const;
  void restrict_to(EventId read, const Clock& prefix, EventId write);
  // `unchanged`: its first events, which are those of graph_.
  void push(Graph&& graph, EventId unchanged);

  // --- checkpoint.cpp
  void take_checkpoint();
  CheckpointPointer checkpoint_before(EventId event) const;
  void compute_clocks_before(const Checkpoint& checkpoint);
  void go_back_to(const CheckpointPointer& checkpoint);

  // --- in_place.cpp
  std::vector<EventId> parked_on(EventId write) const;
  bool has_other_choice(const Event& read) const;
  void unpark(const std::vector<EventId>& reads, int oldest_source);
  void take_back(EventId read);

  // --- idle.cpp
  bool move_clock();
  std::int64_t deadline_of(int thread) const;
  Clock all_that_happened() const;
  bool happened(const Clock& clock) const;

  // --- stuck.cpp
  // True if the clock moved, and the execution goes on.
  bool judge_end(Ending& ending);
  Ending complete();
  bool all_wait_for_ever(bool& all_in_calls, bool& one_in_a_call) const;
  bool reads_newest(EventId read) const;
  bool waits_for_ever(int thread, bool& in_a_call) const;
  bool times_out_elsewhere() const;
  bool looked_too_late(int thread) const;
  std::string who_waits() const;
  bool outlives(int thread) const;

  Thread& state(const Event& e) { return threads_[e.thread]; }

  EventSource& source_;
  const Settings settings_;

  std::vector<Work> work_;
  CheckpointPointer checkpoint_;  // the newest of the running execution
  ExecutionGraph graph_;
  Thread threads_[kMaxThreads];
  std::vector<EventId> order_;       // events, as executed in this replay
  std::vector<char> executed_;       // per event
  std::vector<std::int64_t> times_;  // per event: virtual time when it happened
  std::vector<EventId> in_memory_;   // per location: the write memory holds
  Spending spent_;                   // by the popped graph
  std::unique_ptr<Failure> own_failure_;
  bool gave_up_ = false;  // a thread met a bound
  Exploration result_;
  std::chrono::steady_clock::time_point began_;
  std::int64_t limited_ = 0;  // executions that met max_events
  std::chrono::steady_clock::time_point next_progress_;
  Team team_;
  std::optional<std::mt19937_64> random_;  // set while sampling

  // Scratch, kept to save allocations.
  SeqCst seq_cst_;
  Graph restricted_;
  std::vector<EventId> renumbered_;
  std::vector<EventId> kept_writes_;
  std::vector<char> used_;
};

}  // namespace hb::checker

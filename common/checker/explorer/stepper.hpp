// One execution, event by event, as somebody outside decides: replay codes,
// step mode.
//
// Every consistent execution can be had so: its events come in an order that
// keeps sb and rf; a read takes any write that has happened and that it may
// still see, a write goes anywhere in mo where coherence lets it.
//
// Thread safety: none.
#pragma once

#include <optional>
#include <vector>

#include "checker/explorer/bounds.hpp"
#include "checker/explorer/event_source.hpp"
#include "checker/explorer/explorer.hpp"
#include "checker/explorer/replay_step.hpp"
#include "checker/graph/execution_graph.hpp"
#include "checker/graph/seq_cst.hpp"

namespace hb::checker {

// One way in which a thread can go on.
struct Option {
  ReplayStep step;
  bool moves_clock = false;  // first: everybody waits, and time goes by
  Event event;               // as it would be, what it reads included
};

class Stepper {
 public:
  // `settings`: the bounds count, and whether time is idle.
  Stepper(EventSource& source, const Settings& settings)
      : source_(source), settings_(settings) {}

  // Begins an execution, in which nothing has happened yet.
  void start();

  // Executes the next event of a thread; an update is one step. False if that
  // does not fit what the thread asks for. A read may be of a value at which
  // its operation blocks: then the thread takes no step any more.
  bool take(const ReplayStep& step);
  // The clock moves to the deadline of `thread`; false if it has none.
  bool move_clock(int thread);
  // One of many. With idle time, a time-out is two of them: the clock moves,
  // and the wait ends by it.
  bool take(const std::vector<ReplayStep>& steps, std::size_t number);

  // The ways in which a thread can go on: none if it has ended or waits. The
  // newest value and the ordinary choice come first.
  std::vector<Option> options(int thread);

  // What a thread asks for, before it is known what it reads. None if it asks
  // for nothing.
  std::optional<Event> pending(int thread) const;
  // The same where it waits: blocked, at the newest value.
  Event blocked(int thread);

  // True if it is about to read, in the state in which it was there before,
  // what nobody can change but the others.
  bool goes_round(int thread) const;

  bool has_failed() const { return source_.failure() != nullptr; }
  const ExecutionGraph& graph() const { return graph_; }
  const std::vector<EventId>& order() const { return order_; }

 private:
  struct Visit {
    const void* site;
    std::uint64_t state_hash;
    int index;  // of the event
  };

  bool moves_clock(const std::vector<ReplayStep>& steps,
                   std::size_t number) const;
  bool take_read(Event& e, const ReplayStep& step);
  bool take_write(const Event& e, const ReplayStep& step);
  bool place(const Event& e, std::size_t position, std::uint64_t result,
             std::uint64_t value_read);
  EventId add(const Event& e);
  void perform(EventId id, bool is_newest);
  Clock all_that_happened() const;
  const std::vector<EventId>& writes_of(const Event& e);
  void remember(const Event& read);

  // --- options
  std::vector<Option> options_of_read(const Event& read);
  std::vector<Option> options_of_write(const Event& write);
  bool stands_back(const Event& asked) const;
  bool is_consistent(const Event& e, std::size_t position);
  bool can_move_clock(int thread) const;
  bool is_waiting(int thread) const;
  std::int64_t deadline_of(int thread) const;

  EventSource& source_;
  const Settings settings_;
  ExecutionGraph graph_;
  std::vector<EventId> order_;
  ThreadClocks clocks_[kMaxThreads];
  std::vector<std::int64_t> times_;   // by event
  bool timed_out_[kMaxThreads] = {};  // its next timed operation
  bool stands_[kMaxThreads] = {};     // it has taken a step that blocks
  std::vector<Visit> visits_[kMaxThreads];
  SeqCst seq_cst_;
};

}  // namespace hb::checker

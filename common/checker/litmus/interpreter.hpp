// Runs a litmus program for the explorer.
//
// Its threads all exist from the start and nobody joins them: a thread without
// a next operation has ended.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checker/explorer/event_source.hpp"
#include "checker/graph/execution_graph.hpp"
#include "checker/litmus/plain_memory.hpp"
#include "checker/litmus/program.hpp"
#include "checker/litmus/thread_run.hpp"

namespace hb::checker::litmus {

class LitmusSource final : public EventSource {
 public:
  // REQUIRES: `program` outlives the source.
  explicit LitmusSource(const Program& program);

  void start() override;
  const Request* request(int thread) const override;
  int thread_count() const override { return int(threads_.size()); }
  void perform(const Event& event, bool is_newest, const Clock& clock) override;
  void resume(int thread, std::uint64_t result,
              std::uint64_t value_read) override;
  std::uint64_t state_hash(int thread) override;
  std::int64_t time_of(int) const override { return 0; }
  void advance_time(int, std::int64_t) override {}
  std::uint64_t initial_value(int location) override;
  int location_count() const override { return int(program_.locations.size()); }
  std::shared_ptr<const Saved> save() override;
  void restore(const Saved& saved) override;
  void finish() override {}
  const Failure* failure() const override {
    return failure_ ? &*failure_ : nullptr;
  }

  // The final state, once every thread has ended.
  Outcome outcome(const ExecutionGraph& graph,
                  const std::vector<Observable>& observables) const;

 private:
  struct State {
    ThreadRun run;
    std::optional<Request> request;
    Clock clock;     // what it knows
    int events = 0;  // that are over
  };

  struct SavedRun final : Saved {
    SavedRun(std::vector<State> states, PlainMemory cells)
        : threads(std::move(states)), memory(std::move(cells)) {}
    std::vector<State> threads;
    PlainMemory memory;
  };

  void advance(int thread);

  const Program& program_;
  std::vector<State> threads_;
  PlainMemory memory_;
  std::optional<Failure> failure_;
};

}  // namespace hb::checker::litmus

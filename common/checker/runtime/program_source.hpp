// Compiled C++ as a source of events.
//
// Thread safety: none; there is one in a process at a time.
#pragma once

#include <functional>

#include "checker/explorer/event_source.hpp"
#include "checker/graph/execution_graph.hpp"

namespace hb::checker {

class ProgramSource final : public EventSource {
 public:
  // From now on, until destruction, `body` is the test.
  explicit ProgramSource(std::function<void()> body);
  ~ProgramSource() override;
  ProgramSource(const ProgramSource&) = delete;
  ProgramSource& operator=(const ProgramSource&) = delete;

  void start() override;
  const Request* request(int thread) const override;
  int thread_count() const override;
  void perform(const Event& event, bool is_newest, const Clock& clock) override;
  void resume(int thread, std::uint64_t result,
              std::uint64_t value_read) override;
  std::uint64_t state_hash(int thread) override;
  std::int64_t time_of(int thread) const override;
  void advance_time(int thread, std::int64_t to) override;
  std::uint64_t initial_value(int location) override;
  int location_count() const override;
  std::shared_ptr<const Saved> save() override;
  void restore(const Saved& saved) override;
  void finish() override;
  const Failure* failure() const override;

 private:
  void perform_on_memory(const Event& event, bool is_newest,
                         const Clock& clock);
};

// The graph of the execution that is being run, once it is known.
void set_running_graph(const ExecutionGraph* graph);
const ExecutionGraph* running_graph();

}  // namespace hb::checker

// One thread of a litmus program, as far as it has come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "checker/litmus/program.hpp"

namespace hb::checker::litmus {

class ThreadRun {
 public:
  ThreadRun(const Program& program, int thread);

  // Runs plain accesses and branches up to the next operation that is an event.
  // `access(instruction, value)` does the access, where a load sets `value`;
  // it returns false to stop this thread for good.
  template <typename Access>
  void advance(Access access);

  // The operation that the thread wants to do; null at its end.
  const Instruction* next() const;
  // That operation is done: it gave `result`, having read `value_read`.
  void finish(std::uint64_t result, std::uint64_t value_read);

  std::int64_t value_of(int target) const {
    return registers_[std::size_t(target)];
  }
  std::int64_t expected_of(int target) const {
    return expected_[std::size_t(target)];
  }
  std::uint64_t hash() const;

 private:
  const Program* program_;
  const Thread* thread_;
  std::size_t position_ = 0;
  std::vector<std::int64_t> registers_;
  std::vector<std::int64_t> expected_;
};

template <typename Access>
void ThreadRun::advance(Access access) {
  while (const Instruction* at = next()) {
    if (is_event(*program_, *at)) return;
    if (at->action == Action::branch) {
      const bool taken = value_of(at->target) == at->value;
      position_ += 1 + (taken ? 0 : std::size_t(at->skip));
      continue;
    }
    std::int64_t value = at->value;
    if (!access(*at, value)) {
      position_ = thread_->code.size();
      return;
    }
    if (at->action == Action::load) {
      registers_[std::size_t(at->target)] = value;
    }
    ++position_;
  }
}

}  // namespace hb::checker::litmus

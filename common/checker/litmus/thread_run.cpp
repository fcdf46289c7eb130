#include "checker/litmus/thread_run.hpp"

namespace hb::checker::litmus {

namespace {

// Values are those of an int.
std::int64_t as_int(std::uint64_t value) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
}

}  // namespace

ThreadRun::ThreadRun(const Program& program, int thread)
    : program_(&program),
      thread_(&program.threads[std::size_t(thread)]),
      registers_(std::size_t(thread_->registers), kNeverWritten),
      expected_(registers_) {}

const Instruction* ThreadRun::next() const {
  return position_ < thread_->code.size() ? &thread_->code[position_] : nullptr;
}

void ThreadRun::finish(std::uint64_t result, std::uint64_t value_read) {
  const Instruction& at = *next();
  if (at.target >= 0) registers_[std::size_t(at.target)] = as_int(result);
  if (at.action == Action::compare_exchange) {
    expected_[std::size_t(at.target)] = as_int(value_read);
  }
  ++position_;
}

std::uint64_t ThreadRun::hash() const {
  constexpr std::uint64_t kPrime = 0x9e3779b97f4a7c15;
  std::uint64_t hash = position_ + 1;
  const auto mix = [&](std::int64_t value) {
    hash = (hash ^ std::uint64_t(value)) * kPrime;
    hash ^= hash >> 29;
  };
  for (const std::int64_t value : registers_) mix(value);
  for (const std::int64_t value : expected_) mix(value);
  return hash;
}

}  // namespace hb::checker::litmus

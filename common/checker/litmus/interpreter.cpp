#include "checker/litmus/interpreter.hpp"

namespace hb::checker::litmus {

LitmusSource::LitmusSource(const Program& program)
    : program_(program), memory_(program) {}

void LitmusSource::start() {
  threads_.clear();
  memory_ = PlainMemory(program_);
  failure_.reset();
  for (int t = 0; t < int(program_.threads.size()); ++t) {
    threads_.push_back({ThreadRun(program_, t), std::nullopt, Clock(), 0});
  }
  for (int t = 0; t < thread_count(); ++t) advance(t);
}

const Request* LitmusSource::request(int thread) const {
  if (failure_ || thread >= thread_count()) return nullptr;
  const auto& request = threads_[std::size_t(thread)].request;
  return request ? &*request : nullptr;
}

void LitmusSource::perform(const Event& event, bool, const Clock& clock) {
  State& state = threads_[std::size_t(event.thread)];
  state.clock = clock;
  state.events = event.index + 1;
}

void LitmusSource::resume(int thread, std::uint64_t result,
                          std::uint64_t value_read) {
  State& state = threads_[std::size_t(thread)];
  const Instruction& done = *state.run.next();
  if (done.action == Action::unlock && result == 0) {
    failure_ = Failure{Kind::wrong_unlock,
                       "thread " + std::to_string(thread) + " unlocks " +
                           program_.locations[std::size_t(done.location)].name +
                           ", which it does not hold"};
    return;
  }
  state.run.finish(result, value_read);
  advance(thread);
}

void LitmusSource::advance(int thread) {
  State& state = threads_[std::size_t(thread)];
  state.request.reset();
  state.run.advance([&](const Instruction& at, std::int64_t& value) {
    const PlainMemory::Accessor by{thread, state.events, state.clock};
    if (at.action == Action::store) {
      memory_.write(at.location, value, by);
    } else {
      value = memory_.read(at.location, by);
    }
    return !memory_.race();
  });
  if (memory_.race()) {
    failure_ = Failure{Kind::race, *memory_.race()};
  } else if (const Instruction* next = state.run.next()) {
    state.request = request_of(*next);
  }
}

std::shared_ptr<const EventSource::Saved> LitmusSource::save() {
  return std::make_shared<SavedRun>(threads_, memory_);
}

void LitmusSource::restore(const Saved& saved) {
  const auto& run = static_cast<const SavedRun&>(saved);
  threads_ = run.threads;
  memory_ = run.memory;
  failure_.reset();
}

std::uint64_t LitmusSource::state_hash(int thread) {
  return threads_[std::size_t(thread)].run.hash();
}

std::uint64_t LitmusSource::initial_value(int location) {
  return std::uint32_t(program_.locations[std::size_t(location)].initial);
}

Outcome LitmusSource::outcome(
    const ExecutionGraph& graph,
    const std::vector<Observable>& observables) const {
  const auto last_value = [&](int location) -> std::int64_t {
    const auto index = std::size_t(location);
    if (program_.locations[index].sort == Sort::plain) {
      return memory_.value_of(location);
    }
    if (index >= graph.writes.size() || graph.writes[index].empty()) {
      return program_.locations[index].initial;
    }
    const Event& newest = graph.event(graph.newest_write(location));
    return std::int32_t(std::uint32_t(newest.value_written));
  };
  Outcome outcome;
  for (const Observable& seen : observables) {
    std::int64_t& value = outcome[seen.name];
    if (seen.what == Observable::What::location) {
      value = last_value(seen.number);
      continue;
    }
    const ThreadRun& run = threads_[std::size_t(seen.thread)].run;
    value = seen.what == Observable::What::target
                ? run.value_of(seen.number)
                : run.expected_of(seen.number);
  }
  return outcome;
}

}  // namespace hb::checker::litmus

#include "stress/stress.hpp"

#include <exception>
#include <latch>
#include <thread>

namespace hb::stress {

void expect(bool kept, const std::string& promise) {
  if (!kept) throw Broken(promise);
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
  return std::uniform_int_distribution<std::int64_t>(low, high)(engine_);
}

Cancellation::Cancellation(int threads)
    : sources_(static_cast<std::size_t>(threads)) {}

std::stop_token Cancellation::token(int thread) {
  std::lock_guard lock(mutex_);
  std::stop_source& source = sources_[static_cast<std::size_t>(thread)];
  if (source.stop_requested()) source = std::stop_source();
  return source.get_token();
}

void Cancellation::strike(Random& random) {
  std::stop_source source;
  {
    std::lock_guard lock(mutex_);
    source = sources_[static_cast<std::size_t>(
        random.between(0, static_cast<std::int64_t>(sources_.size()) - 1))];
  }
  // WHY without the lock: callbacks run in here, and may wake a thread that
  // wants its next token.
  source.request_stop();
}

void run_threads(const Round& round,
                 const std::function<void(int, Random&)>& body) {
  Random seeds(round.seed);
  std::latch all_are_here(round.threads);
  std::mutex mutex;
  std::exception_ptr first;  // guarded by mutex
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < round.threads; ++i) {
      threads.emplace_back([&, i, seed = seeds.seed()] {
        Random random(seed);
        all_are_here.arrive_and_wait();
        try {
          body(i, random);
        } catch (...) {
          std::lock_guard lock(mutex);
          if (!first) first = std::current_exception();
        }
      });
    }
  }
  if (first) std::rethrow_exception(first);
}

}  // namespace hb::stress

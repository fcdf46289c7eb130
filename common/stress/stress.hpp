// Stress: random operations on real threads, with random cancellation.
//
// The checker runs small tests in every execution. This runs large ones in a
// few: many threads, any capacity, time-outs, and cancellation at any moment,
// under ThreadSanitizer and under AddressSanitizer. A test is a function that
// runs one round and throws Broken if a promise was not kept. A round's random
// numbers come from its seed alone, so it can be run again; what the threads
// do with them is up to the machine.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

namespace hb::stress {

// A promise of the library that was not kept.
class Broken : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

void expect(bool kept, const std::string& promise);

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  // A number from `low` to `high`, both included.
  std::int64_t between(std::int64_t low, std::int64_t high);
  bool one_in(std::int64_t n) { return between(1, n) == 1; }
  std::uint64_t seed() { return engine_(); }

 private:
  std::mt19937_64 engine_;
};

// Stop tokens that are stopped at random. Thread safe.
class Cancellation {
 public:
  explicit Cancellation(int threads);

  // A token for the next wait of a thread. strike() may stop it at any time.
  std::stop_token token(int thread);
  void strike(Random& random);

 private:
  std::mutex mutex_;
  std::vector<std::stop_source> sources_;  // guarded by mutex_
};

struct Round {
  int threads = 8;
  std::uint64_t seed = 0;
};

// Runs body(thread, random) on all threads at once, and returns after the last.
// What a body throws is thrown again, once all have ended: a body that throws
// must not leave others waiting.
void run_threads(const Round& round,
                 const std::function<void(int, Random&)>& body);

struct Test {
  std::string name;
  std::function<void(const Round&)> run;
};

}  // namespace hb::stress

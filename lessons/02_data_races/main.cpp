// Lesson 02: data races
//
// Shows  An increment is three steps and can lose another one. A lock, or one
//        atomic step, makes it whole. Locking each access is not enough when
//        one decides about the next, or when two values belong together.
// Run    ./workbook lesson 02 (prints expected.txt), then ./workbook check 02a

#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "lesson/arguments.hpp"

namespace {

constexpr int kIncrements = 5'000;  // by each thread

// Runs `body` on `threads` threads and waits for all of them.
template <typename Body>
void on_threads(unsigned threads, Body body) {
  std::vector<std::jthread> running;
  for (unsigned i = 0; i < threads; ++i) running.emplace_back(body);
}

// One thread plays two, in an order that two threads can also take. With real
// threads it would be a data race, and nothing that follows could be relied on.
// #region steps
void an_increment_is_three_steps() {
  int count = 0;
  int north = count;  // the north door reads 0
  int south = count;  // the south door reads 0
  north = north + 1;
  south = south + 1;
  count = north;  // 1
  count = south;  // 1 again: the north door's visitor is lost
  std::printf("step by step:       2 increments, count %d\n", count);
}
// #endregion steps

// #region guarded
// A value and its lock in one object. The only way to the value is with().
template <typename T>
class Guarded {
 public:
  explicit Guarded(T value) : value_(std::move(value)) {}

  // Runs `body` on the value while no other thread does. Returns its result,
  // as a copy.
  template <typename Body>
  auto with(Body body) {
    // WHY here: the unlock at the end of one with() happens before the lock at
    // the start of the next, so each body sees all that was done before.
    std::lock_guard lock(mutex_);
    return body(value_);
  }

  T copy() {
    return with([](const T& value) { return value; });
  }

 private:
  std::mutex mutex_;
  T value_;  // guarded by mutex_
};
// #endregion guarded

// #region count
void one_step_loses_nothing(unsigned threads) {
  Guarded<int> locked(0);
  std::atomic<int> atomic = 0;
  on_threads(threads, [&] {
    for (int i = 0; i < kIncrements; ++i) {
      locked.with([](int& count) { ++count; });
      atomic.fetch_add(1);  // reads, adds and writes as one step
    }
  });
  const int all = static_cast<int>(threads) * kIncrements;
  std::printf("with a mutex:       %d of %d\n", locked.copy(), all);
  std::printf("with fetch_add:     %d of %d\n", atomic.load(), all);
  std::puts("without:            a data race, no number: ./workbook check 02a");
}
// #endregion count

// The order is not left to chance: the second withdrawal runs, start to end,
// between the check and the act of the first.
// #region gap
void locked_accesses_can_still_overdraw() {
  Guarded<int> balance(100);
  auto enough = [&] { return balance.copy() >= 60; };
  auto pay = [&] { balance.with([](int& b) { b -= 60; }); };

  const bool first_may = enough();
  std::jthread([&] {
    if (enough()) pay();
  }).join();
  if (first_may) pay();  // true when it was checked

  std::printf("check, then act:    100 - 60 - 60 = %d, without a data race\n",
              balance.copy());
}
// #endregion gap

// #region withdraw
void check_and_act_in_one_critical_section(unsigned threads) {
  Guarded<int> balance(100);
  on_threads(threads, [&] {
    balance.with([](int& b) {
      if (b >= 60) b -= 60;
    });
  });
  std::printf("check and act:      %u tried to take 60, %d left\n", threads,
              balance.copy());
}
// #endregion withdraw

// #region pair
void a_pair_is_changed_and_copied_as_one(unsigned threads) {
  struct Summary {
    int pages = 0;
    int milliseconds = 0;
  };
  Guarded<Summary> statistics(Summary{});
  std::atomic<int> torn = 0;
  on_threads(threads, [&] {
    for (int i = 0; i < kIncrements; ++i) {
      statistics.with([](Summary& s) {
        s.pages += 1;
        s.milliseconds += 10;
      });
      const Summary seen = statistics.copy();
      if (seen.milliseconds != 10 * seen.pages) torn.fetch_add(1);
    }
  });
  std::printf("two that belong:    %d pages, %d torn summaries\n",
              statistics.copy().pages, torn.load());
}
// #endregion pair

}  // namespace

int main(int argc, char** argv) {
  hb::LessonArguments arguments(
      {"02", "data races",
       "An increment is three steps; one critical section makes it one. "
       "Locking each access by itself does not.",
       4});
  const unsigned threads = arguments.read(argc, argv);

  an_increment_is_three_steps();
  one_step_loses_nothing(threads);
  locked_accesses_can_still_overdraw();
  check_and_act_in_one_critical_section(threads);
  a_pair_is_changed_and_copied_as_one(threads);
}

// Lesson 12: atomic ordering
//
// Shows  What an atomic operation promises beyond itself: relaxed nothing,
//        release and acquire what one thread hands to another, seq_cst one
//        order for all. And what this machine does of what it may do.
// Run    ./workbook lesson 12 (prints expected.txt), then ./workbook check 12a
//        ./workbook lesson 12 -- --machine counts the outcomes that came out

#include <atomic>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "lesson/arguments.hpp"
#include "litmus_tables.hpp"

namespace {

constexpr int kIncrements = 5'000;  // by each thread

// #region counter
void a_counter_needs_atomicity_and_nothing_else(unsigned threads) {
  std::atomic<int> count = 0;
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < threads; ++i) {
      workers.emplace_back([&] {
        for (int n = 0; n < kIncrements; ++n) {
          // WHY relaxed: nobody does anything because of the sum, until all
          // have been joined.
          count.fetch_add(1, std::memory_order_relaxed);
        }
      });
    }
  }  // WHY this is all the order there has to be: the joins
  std::printf("relaxed counter:     %d of %d\n",
              count.load(std::memory_order_relaxed),
              static_cast<int>(threads) * kIncrements);
}
// #endregion counter

// #region message
void a_release_carries_what_came_before_it() {
  int message = 0;  // neither locked nor atomic
  std::atomic<bool> is_there = false;
  std::jthread writer([&] {
    message = 42;
    // WHY release: publishes the message to whoever acquires the flag.
    is_there.store(true, std::memory_order_release);
  });
  // WHY acquire: having read true, this thread has the message, too.
  while (!is_there.load(std::memory_order_acquire)) std::this_thread::yield();
  std::printf("release, acquire:    %d\n", message);
}
// #endregion message

// #region fence
void a_fence_stands_between_relaxed_operations() {
  int message = 0;
  std::atomic<bool> is_there = false;
  std::jthread writer([&] {
    message = 42;
    // WHY here: orders all that is above with the relaxed store below.
    std::atomic_thread_fence(std::memory_order_release);
    is_there.store(true, std::memory_order_relaxed);
  });
  while (!is_there.load(std::memory_order_relaxed)) std::this_thread::yield();
  // WHY after the loop: one fence, however often the flag was read.
  std::atomic_thread_fence(std::memory_order_acquire);
  std::printf("the same by fences:  %d\n", message);
}
// #endregion fence

// #region coherence
void one_object_has_one_order_even_relaxed() {
  std::atomic<int> year = 0;
  bool went_back = false;
  std::jthread clock([&] {
    for (int n = 1; n <= kIncrements; ++n) {
      year.store(n, std::memory_order_relaxed);
    }
  });
  for (int last = 0; last < kIncrements;) {
    const int now = year.load(std::memory_order_relaxed);
    went_back = went_back || now < last;
    last = now;
    if (last < kIncrements) std::this_thread::yield();
  }
  std::printf("one relaxed object:  %s\n",
              went_back ? "WENT BACK" : "never goes back");
}
// #endregion coherence

}  // namespace

int main(int argc, char** argv) {
  bool machine = false;
  hb::LessonArguments arguments(
      {"12", "atomic ordering",
       "Relaxed, acquire and release, seq_cst: what each promises, and which "
       "outcomes of three small programs they rule out.",
       4});
  arguments.add_flag("--machine", "count the outcomes on this machine (2 s)",
                     machine);
  const unsigned threads = arguments.read(argc, argv);

  a_counter_needs_atomicity_and_nothing_else(threads);
  one_object_has_one_order_even_relaxed();
  a_release_carries_what_came_before_it();
  a_fence_stands_between_relaxed_operations();
  std::puts("three programs, each with two orders:");
  const std::chrono::milliseconds each(machine ? 350 : 5);
  hb::print_litmus_tables(each, machine);
}

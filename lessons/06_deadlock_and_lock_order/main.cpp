// Lesson 06: deadlock and lock order
//
// Shows  Two locks taken in opposite orders leave two threads that wait for
//        each other. One lock after the other loses sight of the money. The
//        circle is not about mutexes: permits and callbacks close it as well.
// Run    ./workbook lesson 06 (prints expected.txt), then ./workbook check 06a

#include <chrono>
#include <cstdio>
#include <latch>
#include <mutex>
#include <numeric>
#include <semaphore>
#include <system_error>
#include <thread>
#include <vector>

#include "lesson/arguments.hpp"

namespace {

const char* yes_or_no(bool value) { return value ? "yes" : "no"; }

// A deadlock, up to the step before it: each thread holds its first lock, and
// asks for the second by try_lock(), which answers instead of waiting.
// #region circle
void opposite_orders_leave_both_waiting() {
  std::mutex a, b;
  std::latch both_hold_one(2), both_have_asked(2);
  bool first_gets_b = false, second_gets_a = false;
  auto take = [&](std::mutex& mine, std::mutex& other, bool& gets_it) {
    std::lock_guard held(mine);
    both_hold_one.arrive_and_wait();
    gets_it = other.try_lock();
    both_have_asked.arrive_and_wait();  // neither lets go before the other asks
    if (gets_it) other.unlock();
  };
  std::thread first([&] { take(a, b, first_gets_b); });
  std::thread second([&] { take(b, a, second_gets_a); });
  first.join();
  second.join();
  std::printf("A then B, B then A: each holds one; gets the other: %s, %s\n",
              yes_or_no(first_gets_b), yes_or_no(second_gets_a));
}
// #endregion circle

// Many threads, each with another pair of locks, always the lower index first.
// #region order
void one_order_leaves_nobody_waiting(unsigned threads) {
  std::vector<std::mutex> locks(threads + 1);
  std::vector<int> counts(threads + 1);  // counts[i] is guarded by locks[i]
  {
    std::vector<std::jthread> running;
    for (unsigned i = 0; i < threads; ++i) {
      running.emplace_back([&, i] {
        for (int round = 0; round < 1'000; ++round) {
          std::lock_guard lower(locks[i]);
          std::lock_guard higher(locks[i + 1]);
          ++counts[i];
          ++counts[i + 1];
        }
      });
    }
  }
  std::printf("all go upwards:     %u threads end, count %d\n", threads,
              std::accumulate(counts.begin(), counts.end(), 0));
}
// #endregion order

struct Purse {
  std::mutex mutex;
  int coins = 100;  // guarded by mutex
};

// Locks one purse after the other, never two: no circle, and no moment at which
// the sum is a sum. The auditor comes in the gap, in every run.
// #region gap
void one_lock_after_the_other_loses_sight_of_the_money() {
  Purse left, right;
  auto coins_in = [](Purse& purse) {
    std::lock_guard lock(purse.mutex);
    return purse.coins;
  };
  {
    std::lock_guard lock(left.mutex);
    left.coins -= 30;
  }
  int seen = 0;
  std::thread([&] { seen = coins_in(left) + coins_in(right); }).join();
  {
    std::lock_guard lock(right.mutex);
    right.coins += 30;
  }
  std::printf("one lock at a time: the auditor finds %d of 200\n", seen);
}
// #endregion gap

// #region timed
void a_timed_lock_gives_up() {
  std::timed_mutex mutex;
  std::lock_guard held(mutex);
  bool got_it = true;
  std::thread([&] {
    got_it = mutex.try_lock_for(std::chrono::milliseconds(10));
    if (got_it) mutex.unlock();
  }).join();
  std::printf("with a time-out:    gets it: %s, and goes on\n",
              yes_or_no(got_it));
}
// #endregion timed

// A std::mutex that is locked again by its holder waits for its holder: nobody
// else is needed. A unique_lock knows what it holds, and says so instead.
// #region twice
void locking_twice_waits_for_oneself() {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  try {
    lock.lock();
  } catch (const std::system_error& error) {
    const bool own = error.code() == std::errc::resource_deadlock_would_occur;
    std::printf("locked twice:       refused, it would wait for itself: %s\n",
                yes_or_no(own));
  }
}
// #endregion twice

// One level is the whole program's, one is a file's. The first thread takes
// them from above, the second from below.
// #region levels
void two_levels_of_permits_in_two_orders() {
  std::counting_semaphore<4> processors(1);  // permits of the program
  std::counting_semaphore<4> buffers(1);     // permits of this file
  std::latch both_hold_one(2), both_have_asked(2);
  bool from_above = false, from_below = false;
  auto take = [&](auto& first, auto& second, bool& gets_it) {
    first.acquire();
    both_hold_one.arrive_and_wait();
    gets_it = second.try_acquire();
    both_have_asked.arrive_and_wait();
    if (gets_it) second.release();
    first.release();
  };
  std::thread one([&] { take(processors, buffers, from_above); });
  std::thread other([&] { take(buffers, processors, from_below); });
  one.join();
  other.join();
  std::printf("two levels:         each holds one; gets the other: %s, %s\n",
              yes_or_no(from_above), yes_or_no(from_below));
}
// #endregion levels

}  // namespace

int main(int argc, char** argv) {
  hb::LessonArguments arguments(
      {"06", "deadlock and lock order",
       "Threads that wait for each other in a circle, up to the step before "
       "they do; and what a circle can be made of.",
       4});
  const unsigned threads = arguments.read(argc, argv);

  opposite_orders_leave_both_waiting();
  one_order_leaves_nobody_waiting(threads);
  one_lock_after_the_other_loses_sight_of_the_money();
  a_timed_lock_gives_up();
  locking_twice_waits_for_oneself();
  two_levels_of_permits_in_two_orders();
}

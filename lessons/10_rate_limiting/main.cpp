// Lesson 10: rate limiting
//
// Shows  A limiter that sleeps with its lock in hand, one that spends what it
//        has slept for, and one that counts by the minute: each is asked on a
//        clock that the lesson moves, so nothing here takes any time.
// Run    ./workbook lesson 10 (prints expected.txt), then ./workbook check 10a

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "lesson/arguments.hpp"

namespace {

using namespace std::chrono_literals;
using Time = std::chrono::milliseconds;  // since the lesson began

constexpr Time kInterval = 400ms;  // 150 calls a minute

double seconds(Time time) { return static_cast<double>(time.count()) / 1000; }

// The most calls in any span of `window`, one end counted. `calls` is sorted.
std::size_t most_in_a_window(const std::vector<Time>& calls, Time window) {
  std::size_t most = 0;
  for (auto first = calls.begin(); first != calls.end(); ++first) {
    const auto end = std::lower_bound(first, calls.end(), *first + window);
    most = std::max(most, static_cast<std::size_t>(end - first));
  }
  return most;
}

// One sleep after each call, in one thread: the limiter that everybody writes
// first. With several threads each of them keeps to the rate, alone.
// #region each_for_itself
void a_pause_in_each_thread_is_a_rate_for_each(unsigned workers) {
  std::vector<Time> calls;
  for (unsigned worker = 0; worker < workers; ++worker) {
    for (Time now = 0ms; now < 60s; now += kInterval) calls.push_back(now);
  }
  std::printf("a pause in each:     %zu calls a minute by %u workers\n",
              calls.size(), workers);
}
// #endregion each_for_itself

// Sleeps with the lock in hand: the others wait for the lock, so whoever comes
// `place`-th learns anything only when all before it have slept.
// #region asleep_with_the_lock
void a_question_waits_behind_every_sleep(unsigned workers) {
  Time lock_is_free = 0ms;
  for (unsigned worker = 0; worker < workers; ++worker) {
    lock_is_free += worker == 0 ? 0ms : kInterval;  // asleep, and holds it
  }
  std::printf(
      "asleep with a lock:  \"how long is the line?\" answered after "
      "%.1f s\n",
      seconds(lock_is_free));
}
// #endregion asleep_with_the_lock

// Lets go of the lock, sleeps, and spends a token without looking again.
// #region spends_anyway
void all_who_slept_spend_the_same_token(unsigned workers) {
  const Time last_call = 0ms;
  std::vector<Time> calls = {last_call};
  for (unsigned worker = 0; worker < workers; ++worker) {
    const Time sleeps_until = last_call + kInterval;  // all see the same
    calls.push_back(sleeps_until);                    // and go, "anyway"
  }
  std::printf("spends anyway:       %zu calls within one interval, 1 allowed\n",
              most_in_a_window(calls, kInterval));
}
// #endregion spends_anyway

// #region by_the_minute
void a_counter_by_the_minute_has_an_edge() {
  constexpr std::size_t kLimit = 150;
  std::vector<Time> calls;
  for (const Time burst_begins : {59s, 60s}) {  // two minutes by the clock
    for (std::size_t i = 0; i < kLimit; ++i) calls.push_back(burst_begins);
  }
  std::printf("150 by the minute:   %zu calls within two seconds\n",
              most_in_a_window(calls, 2s));
}
// #endregion by_the_minute

// What a rate is: twenty items, one every 100 ms, are through after 1.9 s. The
// first goes at once, so there are nineteen pauses and not twenty.
// #region turns
void a_rate_is_a_row_of_turns(unsigned workers) {
  std::vector<Time> items;
  for (int i = 0; i < 20; ++i) items.push_back(i * 100ms);
  std::printf("20 items, 10 a s:    the last after %.1f s\n",
              seconds(items.back()));
  std::vector<Time> calls;
  for (unsigned i = 0; i < workers; ++i) calls.push_back(i * kInterval);
  std::printf(
      "150 a minute:        worker %u after %.1f s, worker %u after "
      "%.1f s\n",
      std::min(workers, 2u), seconds(calls[std::min(workers - 1, 1u)]), workers,
      seconds(calls.back()));
  std::printf("                     at most %zu within 0.4 s\n",
              most_in_a_window(calls, kInterval));
}
// #endregion turns

// A bucket that is asked by two threads whose times come in the other order,
// and that follows the time back: it earns the same second twice.
// #region stepping_back
void a_time_that_steps_back_is_earned_twice() {
  Time last = 0ms;
  Time earned = 0ms;
  for (const Time now : {2000ms, 1000ms, 2000ms}) {
    if (now > last) earned += now - last;
    last = now;  // also back
  }
  std::printf("times 2, 1, 2 s:     %.0f s earned in 2 s\n", seconds(earned));
}
// #endregion stepping_back

}  // namespace

int main(int argc, char** argv) {
  hb::LessonArguments arguments(
      {"10", "rate limiting",
       "Limiters that keep a rate until two threads use them, on a clock that "
       "the lesson moves itself.",
       30});
  const unsigned workers = arguments.read(argc, argv);

  a_rate_is_a_row_of_turns(workers);
  a_pause_in_each_thread_is_a_rate_for_each(workers);
  a_question_waits_behind_every_sleep(workers);
  all_who_slept_spend_the_same_token(workers);
  a_counter_by_the_minute_has_an_edge();
  a_time_that_steps_back_is_earned_twice();
}

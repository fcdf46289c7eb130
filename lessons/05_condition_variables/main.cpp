// Lesson 05: condition variables
//
// Shows  Asking "is it empty?" ends too early, and a notification that nobody
//        waits for is gone. A wait with a predicate minds neither: it looks
//        under the lock, sleeps, and looks again.
// Run    ./workbook lesson 05 (prints expected.txt), then ./workbook check 05a

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "lesson/arguments.hpp"
#include "monitor.hpp"

namespace {

using namespace std::chrono_literals;

// A queue as every language has it: each call locks, and that is all.
class Queue {
 public:
  void put(int value) {
    std::lock_guard lock(mutex_);
    values_.push_back(value);
  }
  int take() {
    std::lock_guard lock(mutex_);
    const int value = values_.front();
    values_.pop_front();
    return value;
  }
  bool is_empty() {
    std::lock_guard lock(mutex_);
    return values_.empty();
  }

 private:
  std::mutex mutex_;
  std::deque<int> values_;  // guarded by mutex_
};

// The order is not left to chance: the consumer runs before the producer, and
// once more after it.
// #region not_empty
int consume_while_not_empty(Queue& queue) {
  int consumed = 0;
  while (!queue.is_empty()) {
    queue.take();
    ++consumed;
  }
  return consumed;
}

void empty_is_not_the_end() {
  Queue queue;
  int before = 0, after = 0;
  std::jthread([&] { before = consume_while_not_empty(queue); }).join();
  std::jthread([&] {
    for (int i = 0; i < 5; ++i) queue.put(i);
  }).join();
  std::jthread([&] { after = consume_while_not_empty(queue); }).join();
  std::printf("while not empty:     %d of 5 before the producer, %d after it\n",
              before, after);
}
// #endregion not_empty

// #region forgotten
void a_notification_is_not_remembered() {
  std::mutex mutex;
  std::condition_variable changed;
  changed.notify_all();  // nobody waits yet
  std::unique_lock lock(mutex);
  const auto deadline = std::chrono::steady_clock::now() + 20ms;
  while (changed.wait_until(lock, deadline) != std::cv_status::timeout) {
  }
  std::puts("notified too early:  slept until the deadline");
}
// #endregion forgotten

// #region remembered
void a_flag_is_remembered() {
  std::mutex mutex;
  std::condition_variable changed;
  bool is_ready = false;  // guarded by mutex
  {
    std::lock_guard lock(mutex);
    is_ready = true;
  }
  changed.notify_all();  // nobody waits yet
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return is_ready; });  // looks before it sleeps
  std::puts("with a flag:         did not sleep at all");
}
// #endregion remembered

// #region deadline
void a_deadline_is_an_answer_too() {
  std::mutex mutex;
  std::condition_variable changed;
  bool is_ready = false;  // guarded by mutex; nobody sets it
  std::unique_lock lock(mutex);
  const bool came = changed.wait_for(lock, 20ms, [&] { return is_ready; });
  std::printf("with a deadline:     %s\n",
              came ? "ready" : "not ready in time");
}
// #endregion deadline

// Each thread waits for a turn of its own, so no two wait for the same thing.
// #region turns
void threads_take_turns(unsigned threads) {
  std::mutex mutex;
  std::condition_variable changed;
  unsigned turn = 0;  // guarded by mutex
  std::string order;  // guarded by mutex
  {
    std::vector<std::jthread> running;
    for (unsigned me = 0; me < threads; ++me) {
      running.emplace_back([&, me] {
        for (int round = 0; round < 2; ++round) {
          std::unique_lock lock(mutex);
          changed.wait(lock, [&] { return turn % threads == me; });
          order += ' ' + std::to_string(me);
          ++turn;
          // WHY all: one of them can go on, and nobody knows which it is.
          changed.notify_all();
        }
      });
    }
  }
  std::printf("in turn:            %s\n", order.c_str());
}
// #endregion turns

}  // namespace

int main(int argc, char** argv) {
  hb::LessonArguments arguments(
      {"05", "condition variables",
       "A loop that takes empty for the end, a notification that nobody hears, "
       "and how a predicate, a mutex and a wait belong together.",
       3});
  const unsigned threads = arguments.read(argc, argv);

  empty_is_not_the_end();
  a_notification_is_not_remembered();
  a_flag_is_remembered();
  a_deadline_is_an_answer_too();
  hb::a_monitor_blocks_waits_and_goes_on();
  threads_take_turns(threads);
}

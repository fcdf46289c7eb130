#include "monitor.hpp"

#include <condition_variable>
#include <cstdio>
#include <latch>
#include <mutex>
#include <thread>

namespace hb {
namespace {

// #region monitor
class Monitor {
 public:
  // Runs `body` while no other thread is inside: a synchronized block.
  template <typename Body>
  void synchronized(Body body) {
    std::unique_lock lock(mutex_);
    body(lock);
  }
  // Leaves the monitor, sleeps, and comes back in when notified: wait().
  template <typename Predicate>
  void wait(std::unique_lock<std::mutex>& inside, Predicate predicate) {
    changed_.wait(inside, predicate);
  }
  void notify_all() { changed_.notify_all(); }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
};
// #endregion monitor

void step(const char* thread, const char* what) {
  std::printf("  %-4s%s\n", thread, what);
}

}  // namespace

// #region two_threads
void a_monitor_blocks_waits_and_goes_on() {
  Monitor monitor;
  bool is_ready = false;  // used inside the monitor
  std::latch first_is_inside(1), second_is_there(1);
  std::puts("at the monitor:");
  std::jthread first([&] {
    monitor.synchronized([&](auto& inside) {
      step("T1", "enters");
      first_is_inside.count_down();
      second_is_there.wait();
      step("T1", "waits, and leaves the monitor by that");
      monitor.wait(inside, [&] { return is_ready; });
      step("T1", "is inside again, and goes on");
    });
  });
  std::jthread second([&] {
    first_is_inside.wait();
    step("T2", "wants to enter: BLOCKED");
    second_is_there.count_down();
    monitor.synchronized([&](auto&) {
      step("T2", "enters");
      is_ready = true;
      monitor.notify_all();
      step("T2", "has notified, and is still inside");
    });
  });
}
// #endregion two_threads

}  // namespace hb

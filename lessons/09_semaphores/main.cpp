// Lesson 09: semaphores
//
// Shows  Without a bound everybody is inside at once. A semaphore bounds what
//        stands between acquire() and release(), and nothing else: not the
//        tasks that wait, and not after an exception that skips release().
// Run    ./workbook lesson 09 (prints expected.txt), then ./workbook check 09a

#include <algorithm>
#include <cstdio>
#include <latch>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "lesson/arguments.hpp"
#include "lesson/permits.hpp"
#include "resources.hpp"

namespace {

using hb::Permits;

// How many are inside now, and the most there have been.
class Room {
 public:
  void enter() {
    std::lock_guard lock(mutex_);
    most_ = std::max(most_, ++inside_);
  }
  void leave() {
    std::lock_guard lock(mutex_);
    --inside_;
  }
  int most() const {
    std::lock_guard lock(mutex_);
    return most_;
  }

 private:
  mutable std::mutex mutex_;
  int inside_ = 0;  // guarded by mutex_
  int most_ = 0;    // guarded by mutex_
};

void run_on_threads(unsigned count, const auto& work) {
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < count; ++i) threads.emplace_back(work);
}

// A latch holds everybody inside until all are there: the worst case, always.
// #region unbounded
void without_a_bound_all_are_inside(unsigned workers) {
  Room room;
  std::latch all_are_inside(workers);
  run_on_threads(workers, [&] {
    room.enter();
    all_are_inside.arrive_and_wait();
    room.leave();
  });
  std::printf("no bound:            %d of %u inside at once\n", room.most(),
              workers);
}
// #endregion unbounded

// #region permits
void three_permits_let_three_in(unsigned workers) {
  Room room;
  Permits permits(3);
  run_on_threads(workers, [&] {
    permits.acquire();  // waits while three are inside
    room.enter();
    room.leave();
    permits.release();
  });
  std::printf("three permits:       more than three of %u: %s\n", workers,
              room.most() > 3 ? "yes" : "no");
}
// #endregion permits

// #region leak
void an_exception_keeps_the_permit() {
  Permits permits(3);
  for (int page = 0; page < 2; ++page) {
    try {
      permits.acquire();
      throw std::runtime_error("jam");
      permits.release();  // never comes here
    } catch (const std::runtime_error&) {
    }
  }
  std::printf("after two errors:    %d of 3 permits left\n",
              permits.available());
}
// #endregion leak

// All permits are taken, so nobody works. Everybody exists.
// #region inside_the_task
void inside_the_task_it_bounds_the_work_alone(unsigned workers) {
  Permits permits(3);
  for (int i = 0; i < 3; ++i) permits.acquire();
  Room tasks, work;
  {
    std::latch all_exist(workers);
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < workers; ++i) {
      threads.emplace_back([&] {
        tasks.enter();  // its thread, its file, its memory
        all_exist.count_down();
        permits.acquire();
        work.enter();
        work.leave();
        permits.release();
      });
    }
    all_exist.wait();
    std::printf("acquired inside:     %d tasks exist, %d work\n", tasks.most(),
                work.most());
    for (int i = 0; i < 3; ++i) permits.release();
  }
}
// #endregion inside_the_task

// #region closed
void a_closed_semaphore_says_no() {
  Permits permits(1);
  permits.acquire();
  bool let_in = true;
  std::jthread late([&] { let_in = permits.acquire(); });
  permits.close();
  late.join();
  permits.release();
  std::printf("closed:              let in: %s, permits left: %d\n",
              let_in ? "yes" : "no", permits.available());
}
// #endregion closed

}  // namespace

int main(int argc, char** argv) {
  hb::LessonArguments arguments(
      {"09", "semaphores",
       "A number of permits, what it bounds and what not, how one is lost, and "
       "two levels of them.",
       10});
  const unsigned workers = arguments.read(argc, argv);

  without_a_bound_all_are_inside(workers);
  three_permits_let_three_in(workers);
  an_exception_keeps_the_permit();
  inside_the_task_it_bounds_the_work_alone(workers);
  a_closed_semaphore_says_no();
  hb::a_bound_for_each_file_is_none_for_all();
  hb::the_scarcest_resource_decides();
  hb::a_guard_counts_what_is_held();
}

// Lesson 01: threads and joining
//
// Shows  A join inside the loop runs one thread at a time. A thread must be
//        joined, owns the values it was given, and an exception that leaves
//        it ends the process: carry it to the one who joins.
// Run    ./workbook lesson 01 (prints expected.txt), then ./workbook check 01a

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <exception>
#include <future>
#include <latch>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

#include "lesson/arguments.hpp"

namespace {

// Counts how many are inside at once, and remembers the most.
class Room {
 public:
  void enter() {
    const int now = inside_.fetch_add(1) + 1;
    int most = most_.load();
    while (most < now && !most_.compare_exchange_weak(most, now)) {
    }
  }
  void leave() { inside_.fetch_sub(1); }
  int most() const { return most_.load(); }

 private:
  std::atomic<int> inside_ = 0;
  std::atomic<int> most_ = 0;
};

// #region join_in_the_loop
int join_in_the_loop_runs_one_at_a_time(unsigned threads) {
  Room room;
  for (unsigned i = 0; i < threads; ++i) {
    std::thread worker([&] {
      room.enter();
      room.leave();
    });
    worker.join();  // the next worker does not exist yet
  }
  return room.most();
}
// #endregion join_in_the_loop

// #region join_after_the_loop
int join_after_the_loop_runs_all_at_once(unsigned threads) {
  Room room;
  std::latch all_inside(threads);
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      room.enter();
      all_inside.arrive_and_wait();  // opens once every worker is inside
      room.leave();
    });
  }
  for (std::thread& worker : workers) worker.join();
  return room.most();
}
// #endregion join_after_the_loop

// #region copies
void a_thread_owns_a_copy_of_its_arguments() {
  std::vector<int> pages{1, 2, 3};
  int sum = 0;
  std::latch changed(1);
  std::thread adder(
      [&](const std::vector<int>& own) {
        changed.wait();
        sum = std::accumulate(own.begin(), own.end(), 0);
      },
      pages);  // copied here, before the new thread runs
  pages.clear();
  changed.count_down();
  adder.join();
  std::printf(
      "owns its copy:           sum %d, after the caller cleared its own\n",
      sum);
}
// #endregion copies

void forget_to_join() {
  std::thread forgotten([] {});
}  // ~thread() finds it joinable and calls std::terminate

void let_an_exception_leave() {
  std::thread worker([] { throw std::runtime_error("page 7 is missing"); });
  worker.join();
}

// Plays `story` in a child process, and says how that process ends.
const char* end_of(void (*story)()) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);  // it is meant to die: keep no core file
    close(STDERR_FILENO);
    story();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  const bool aborted = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
  return aborted ? "std::terminate ends the process" : "the process goes on";
}

// #region carry
void an_exception_is_carried_to_the_one_who_joins() {
  std::exception_ptr error;  // null: nothing was thrown
  std::thread worker([&] {
    try {
      throw std::runtime_error("page 7 is missing");
    } catch (...) {
      error = std::current_exception();
    }
  });
  worker.join();  // orders the write of `error` before the read below
  try {
    if (error) std::rethrow_exception(error);
  } catch (const std::runtime_error& caught) {
    std::printf("carried by pointer:      main catches \"%s\"\n",
                caught.what());
  }
}
// #endregion carry

// #region future
void a_future_carries_it_too() {
  std::future<int> pages = std::async(std::launch::async, []() -> int {
    throw std::runtime_error("page 7 is missing");
  });
  try {
    std::printf("pages: %d\n", pages.get());  // waits, then returns or throws
  } catch (const std::runtime_error& caught) {
    std::printf("carried by future:       main catches \"%s\"\n",
                caught.what());
  }
}
// #endregion future

}  // namespace

int main(int argc, char** argv) {
  hb::LessonArguments arguments(
      {"01", "threads and joining",
       "When threads overlap, what they own, and where their errors go.", 4});
  const unsigned threads = arguments.read(argc, argv);

  std::printf("joined in the loop:      %d of %u at once\n",
              join_in_the_loop_runs_one_at_a_time(threads), threads);
  std::printf("joined after the loop:   %d of %u at once\n",
              join_after_the_loop_runs_all_at_once(threads), threads);
  a_thread_owns_a_copy_of_its_arguments();
  std::printf("never joined:            %s\n", end_of(forget_to_join));
  std::printf("an exception leaves:     %s\n", end_of(let_an_exception_leave));
  an_exception_is_carried_to_the_one_who_joins();
  a_future_carries_it_too();
}

// Lesson 03: shared_ptr and mutex
//
// Shows  Two questions about shared state: how long does it live, and who may
//        touch it now? A shared_ptr answers the first, a mutex the second, and
//        together they are Rust's Arc<Mutex<T>>. Concepts say what may cross.
// Run    ./workbook lesson 03 (prints expected.txt), then ./workbook check 03a

#include <atomic>
#include <cstdio>
#include <latch>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "crossing.hpp"
#include "lesson/arguments.hpp"
#include "mutex.hpp"
#include "sendable.hpp"

namespace {

using hb::Mutex;
using hb::start;

// #region ten
void every_thread_adds_one(unsigned threads) {
  const auto counter = std::make_shared<Mutex<int>>(0);
  std::vector<std::jthread> running;
  for (unsigned i = 0; i < threads; ++i) {
    // A copy of the pointer for each: the counter lives as long as any of them.
    running.push_back(start(
        [](std::shared_ptr<Mutex<int>> mine) { *mine->lock() += 1; }, counter));
  }
  for (std::jthread& thread : running) thread.join();
  std::printf("Result: %d\n", *counter->lock());
}
// #endregion ten

// #region steps
struct Shared {
  Mutex<int> value{0};
  std::latch first_holds{1}, second_is_there{1}, first_has_ended{1};
};

void step(const char* what, const std::shared_ptr<Shared>& shared) {
  std::printf("  %-28suse_count %ld\n", what, shared.use_count());
}

void owners_are_counted_and_guards_take_turns() {
  auto shared = std::make_shared<Shared>();
  step("made", shared);
  auto copy = shared;
  step("copied for the first", shared);
  std::jthread first([mine = std::move(copy)] {
    auto guard = mine->value.lock();
    step("first holds the guard", mine);
    mine->first_holds.count_down();
    mine->second_is_there.wait();
    step("first drops the guard", mine);
  });  // the guard goes, then the copy in the lambda
  shared->first_holds.wait();
  copy = shared;
  step("copied for the second", shared);
  std::jthread second([mine = std::move(copy)] {
    mine->second_is_there.count_down();
    auto guard = mine->value.lock();  // waits until the first lets go
    mine->first_has_ended.wait();
    step("second holds the guard", mine);
  });
  first.join();
  step("the first has ended", shared);
  shared->first_has_ended.count_down();
  second.join();
  step("the second has ended", shared);
}
// #endregion steps

// #region scope
void a_guard_ends_with_its_block() {
  Mutex<std::map<std::string, int>> pages({{"a.mrc", 3}, {"b.mrc", 5}});
  int found = 0;
  {
    const auto guard = pages.lock();
    found = guard->at("b.mrc");
  }  // unlocked: what takes long comes after this line
  std::jthread([&] { pages.lock()->erase("b.mrc"); }).join();
  std::printf("copied out:         %d, while the map has %zu entry\n", found,
              pages.lock()->size());
}
// #endregion scope

// #region costs
void costs_add_up_in_three_ways(unsigned threads) {
  constexpr int kPages = 100;
  constexpr double kCost = 0.25;
  Mutex<double> locked(0);
  std::atomic<double> atomic = 0;
  Mutex<double> merged(0);
  {
    std::vector<std::jthread> running;
    for (unsigned i = 0; i < threads; ++i) {
      running.emplace_back([&] {
        double own = 0;  // nobody else's: needs no lock
        for (int page = 0; page < kPages; ++page) {
          *locked.lock() += kCost;
          double seen = atomic.load();
          while (!atomic.compare_exchange_weak(seen, seen + kCost)) {
          }  // a failed exchange has read the new sum into `seen`
          own += kCost;
        }
        *merged.lock() += own;  // one lock instead of a hundred
      });
    }
  }
  std::printf("cost, by lock:      %.2f\n", *locked.lock());
  std::printf("cost, by exchange:  %.2f\n", atomic.load());
  std::printf("cost, by thread:    %.2f, merged at the end\n", *merged.lock());
}
// #endregion costs

}  // namespace

int main(int argc, char** argv) {
  hb::LessonArguments arguments(
      {"03", "shared_ptr and mutex",
       "Who keeps shared state alive, who may touch it, what may cross from "
       "one thread to another, and three ways to add up a cost.",
       10});
  const unsigned threads = arguments.read(argc, argv);

  every_thread_adds_one(threads);
  owners_are_counted_and_guards_take_turns();
  a_guard_ends_with_its_block();
  costs_add_up_in_three_ways(threads);
  hb::print_what_may_cross();
}

// Wrong programs, one of each kind of verdict, as somebody who learns would
// write them. What the checker says of each is stored in reports/.
//
// WHY no helper of programs/ is used: nothing here is known to any other file,
// so that a report shows what a stranger's code would get.

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::Outcomes;
using hb::Region;

// --- race: who only looks takes no lock

class Till {
 public:
  void add(int cents) {
    std::lock_guard lock(mutex_);
    cents_ += cents;
  }
  int cents() const { return cents_; }

 private:
  std::mutex mutex_;
  int cents_ = 0;
};

TEST(Wrong, race) {
  explore([] {
    Till till;
    std::jthread cashier([&] { till.add(250); });
    std::jthread manager([&] { EXPECT_GE(till.cents(), 0); });
  });
}

// --- deadlock: it joins while it holds what the other thread needs

class Heater {
 public:
  Heater() : worker_([this] { heat(); }) {}
  ~Heater() {
    std::lock_guard lock(mutex_);
    is_off_ = true;
    worker_.join();
  }

 private:
  void heat() {
    std::lock_guard lock(mutex_);
    if (!is_off_) ++degrees_;
  }

  std::mutex mutex_;
  bool is_off_ = false;
  int degrees_ = 18;
  std::thread worker_;
};

TEST(Wrong, deadlock) {
  explore([] { Heater heater; });
}

// --- livelock: of two arrivals one is lost, and the wait is for both

class Meeting {
 public:
  void arrive() { present_.store(present_.load() + 1); }
  void wait_for_all() const {
    while (present_.load() < 2) std::this_thread::yield();
  }

 private:
  std::atomic<int> present_ = 0;
};

TEST(Wrong, livelock) {
  explore([] {
    Meeting meeting;
    const auto attend = [&] {
      meeting.arrive();
      meeting.wait_for_all();
    };
    std::jthread alice(attend);
    std::jthread bob(attend);
  });
}

// --- failure: each value is atomic, the pair of them is not

struct Limits {
  std::atomic<int> low = 10;
  std::atomic<int> high = 20;

  void move_up() {
    low = 30;
    high = 40;
  }
};

TEST(Wrong, failure) {
  explore([] {
    Limits limits;
    std::jthread operator_thread([&] { limits.move_up(); });
    const int low = limits.low;
    const int high = limits.high;
    EXPECT_LT(low, high);
  });
}

// --- exception: the position was right when it was read

TEST(Wrong, exception) {
  explore([] {
    std::mutex mutex;
    std::vector<int> queue = {7};
    std::atomic<std::size_t> waiting = 1;
    const auto serve = [&] {
      if (waiting == 0) return;
      --waiting;
      std::lock_guard lock(mutex);
      EXPECT_EQ(queue.at(waiting), 7);
    };
    std::jthread first(serve);
    std::jthread second(serve);
  });
}

// --- terminate: an early return past the join

TEST(Wrong, terminate) {
  explore([] {
    std::atomic<bool> is_empty = false;
    std::thread reader([&] { is_empty = true; });
    if (is_empty) return;
    reader.join();
  });
}

// --- crash: it is looked at twice, and changes in between

struct Session {
  std::atomic<int> requests = 0;
};

TEST(Wrong, crash) {
  explore([] {
    Session session;
    std::atomic<Session*> current = &session;
    std::jthread logout([&] { current = nullptr; });
    if (current.load() != nullptr) {
      ++current.load()->requests;
    }
  });
}

// --- use_after_free: its owner goes before its user

struct Sensor {
  std::atomic<int> reading = 21;
};

TEST(Wrong, use_after_free) {
  explore([] {
    std::jthread display;
    auto sensor = std::make_unique<Sensor>();
    display = std::jthread(
        [&sensor = *sensor] { EXPECT_EQ(sensor.reading.load(), 21); });
  });
}

// --- double_free: a copy of the owner is an owner

class Picture {
 public:
  explicit Picture(int width) : width_(width), pixels_(new int[4]()) {}
  ~Picture() { delete[] pixels_; }
  int width() const { return width_; }

 private:
  int width_;
  int* pixels_;
};

TEST(Wrong, double_free) {
  explore([] {
    const Picture picture(2);
    std::jthread printer([picture] { EXPECT_EQ(picture.width(), 2); });
  });
}

// --- leak: a second letter in the box replaces the first

struct Letter {
  int page;
};

TEST(Wrong, leak) {
  explore([] {
    std::atomic<Letter*> box = nullptr;
    {
      std::jthread postman([&] {
        box.store(new Letter{1});
        box.store(new Letter{2});
      });
      delete box.exchange(nullptr);
    }
    delete box.exchange(nullptr);
  });
}

// --- wrong_unlock: it is given back, whether it was taken or not

class Printer {
 public:
  void print_if_idle() {
    if (busy_.try_lock()) ++pages_;
    busy_.unlock();
  }

 private:
  std::mutex busy_;
  int pages_ = 0;
};

TEST(Wrong, wrong_unlock) {
  explore([] {
    Printer printer;
    std::jthread first([&] { printer.print_if_idle(); });
    std::jthread second([&] { printer.print_if_idle(); });
  });
}

// --- outlives: nobody waits for it, so nobody knows when it is done

TEST(Wrong, outlives) {
  explore([] {
    const auto lines = std::make_shared<std::atomic<int>>(0);
    std::thread logger([lines] { ++*lines; });
    logger.detach();
  });
}

// --- outcome: both threads see the flag of the other as it was before

TEST(Wrong, outcome) {
  Outcomes possible{{0, 1}, {1, 0}, {1, 1}};
  explore(
      [&] {
        std::atomic<int> lamp = 0;
        std::atomic<int> door = 0;
        int seen_lamp = 0;
        int seen_door = 0;
        std::jthread light([&] {
          lamp.store(1, std::memory_order_release);
          seen_door = door.load(std::memory_order_acquire);
        });
        std::jthread lock([&] {
          door.store(1, std::memory_order_release);
          seen_lamp = lamp.load(std::memory_order_acquire);
        });
        light.join();
        lock.join();
        possible.record({seen_lamp, seen_door});
      },
      {.outcomes = &possible});
}

// --- never_overlaps: the long work is done under the lock

TEST(Wrong, never_overlaps) {
  explore(
      [] {
        std::mutex shelf;
        const auto cook = [&] {
          std::lock_guard lock(shelf);
          Region work("cook");
        };
        std::jthread first(cook);
        std::jthread second(cook);
      },
      {.can_overlap = {{"cook", "cook"}}});
}

// --- over_budget: one wake-up would do

TEST(Wrong, over_budget) {
  explore(
      [] {
        std::mutex mutex;
        std::condition_variable changed;
        int guests = 0;
        std::jthread host([&] {
          Region region("admit");
          for (int i = 0; i < 2; ++i) {
            std::lock_guard lock(mutex);
            ++guests;
            changed.notify_one();
          }
        });
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return guests == 2; });
      },
      {.budgets = {{.region = "admit", .wakes = 1}}});
}

// --- exit: one thread ends the program of all

TEST(Wrong, exit) {
  explore([] {
    std::atomic<int> errors = 0;
    std::jthread parser([&] { ++errors; });
    std::jthread watchdog([&] {
      if (errors > 0) std::exit(1);
    });
  });
}

// --- race, with a fix: the names of members, arrays and heap objects, and one
// order that is too weak

struct Slot {
  int weight = 0;
  std::array<int, 3> sides = {};
};

class Conveyor {
 public:
  explicit Conveyor(std::size_t slots) : slots_(new Slot[slots]) {}

  void put(std::size_t at, int weight) {
    slots_[at].sides[1] = weight;
    filled_.store(at, std::memory_order_relaxed);
  }
  int take() {
    const std::size_t at = filled_.load(std::memory_order_acquire);
    return at == kNone ? 0 : slots_[at].sides[1];
  }

 private:
  static constexpr std::size_t kNone = 99;

  const std::unique_ptr<Slot[]> slots_;
  std::atomic<std::size_t> filled_ = kNone;
};

class Factory {
 public:
  void load() { belt_.put(2, 70); }
  int unload() { return belt_.take(); }

 private:
  Conveyor belt_{3};
};

TEST(WrongOrder, race) {
  explore([] {
    const auto factory = std::make_unique<Factory>();
    std::jthread loader([&] { factory->load(); });
    std::jthread unloader([&] { factory->unload(); });
  });
}

}  // namespace

// The benchmark of the checker: how long all executions of eight ordinary
// programs take. No spurious wake-ups, no reductions: the numbers of executions
// are facts about the programs, and each is asserted.
//
//   speed [--only NAME] [--repeat N]
//
// Prints one line a program; the times are medians of N explorations (1).
// Exit: 0 all counts right, 1 a wrong one, 2 wrong call.

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "checker/model.hpp"

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

class TestAndTestAndSetLock {
 public:
  void lock() {
    for (;;) {
      while (taken_.load(std::memory_order_relaxed) != 0) {
      }
      if (taken_.exchange(1, std::memory_order_acquire) == 0) return;
    }
  }
  void unlock() { taken_.store(0, std::memory_order_release); }

 private:
  std::atomic<int> taken_ = 0;
};

template <typename Lock>
void count_under(int threads, int rounds) {
  Lock lock;
  int count = 0;
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < threads; ++i) {
      workers.emplace_back([&] {
        for (int j = 0; j < rounds; ++j) {
          lock.lock();
          ++count;
          lock.unlock();
        }
      });
    }
  }
  expect(count == threads * rounds);
}

class TreiberStack {
 public:
  struct Node {
    int value = 0;
    Node* next = nullptr;
  };

  void push(Node* node) {
    node->next = head_.load(std::memory_order_relaxed);
    while (!head_.compare_exchange_strong(node->next, node,
                                          std::memory_order_release,
                                          std::memory_order_relaxed)) {
    }
  }
  bool pop(int& value) {
    Node* top = head_.load(std::memory_order_acquire);
    while (top != nullptr && !head_.compare_exchange_strong(
                                 top, top->next, std::memory_order_acquire,
                                 std::memory_order_acquire)) {
    }
    if (top == nullptr) return false;
    value = top->value;
    return true;
  }

 private:
  std::atomic<Node*> head_ = nullptr;
};

class MichaelScottQueue {
 public:
  struct Node {
    int value = 0;
    std::atomic<Node*> next = nullptr;
  };

  void push(Node* node) {
    for (;;) {
      Node* tail = tail_.load(std::memory_order_acquire);
      Node* next = tail->next.load(std::memory_order_acquire);
      if (next != nullptr) {
        tail_.compare_exchange_strong(tail, next, std::memory_order_release,
                                      std::memory_order_relaxed);
      } else if (tail->next.compare_exchange_strong(
                     next, node, std::memory_order_release,
                     std::memory_order_relaxed)) {
        tail_.compare_exchange_strong(tail, node, std::memory_order_release,
                                      std::memory_order_relaxed);
        return;
      }
    }
  }
  bool pop(int& value) {
    for (;;) {
      Node* head = head_.load(std::memory_order_acquire);
      Node* tail = tail_.load(std::memory_order_acquire);
      Node* next = head->next.load(std::memory_order_acquire);
      if (next == nullptr) return false;
      if (head == tail) {
        tail_.compare_exchange_strong(tail, next, std::memory_order_release,
                                      std::memory_order_relaxed);
        continue;
      }
      value = next->value;
      if (head_.compare_exchange_strong(head, next, std::memory_order_release,
                                        std::memory_order_relaxed)) {
        return true;
      }
    }
  }

 private:
  Node dummy_;
  std::atomic<Node*> head_ = &dummy_;
  std::atomic<Node*> tail_ = &dummy_;
};

template <typename Container>
void push_and_pop(int pushers, int poppers) {
  using Node = typename Container::Node;
  Container container;
  std::array<std::unique_ptr<Node>, 4> nodes;
  std::array<int, 4> popped{};
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < pushers; ++i) {
      workers.emplace_back([&container, &nodes, i] {
        auto& node = nodes[static_cast<std::size_t>(i)];
        node = std::make_unique<Node>();
        node->value = i + 1;
        container.push(node.get());
      });
    }
    for (int i = 0; i < poppers; ++i) {
      workers.emplace_back([&container, &popped, i] {
        int value = 0;
        if (container.pop(value)) popped[static_cast<std::size_t>(i)] = value;
      });
    }
  }
  int sum = 0;
  for (const int value : popped) sum += value;
  int value = 0;
  while (container.pop(value)) sum += value;
  expect(sum == pushers * (pushers + 1) / 2);
}

class BoundedBuffer {
 public:
  void put(int value) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [this] { return count_ < kCapacity; });
    values_[count_++] = value;
    not_empty_.notify_one();
  }
  int take() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return count_ > 0; });
    const int value = values_[--count_];
    not_full_.notify_one();
    return value;
  }

 private:
  static constexpr std::size_t kCapacity = 1;
  std::mutex mutex_;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  std::array<int, kCapacity> values_{};  // guarded by mutex_
  std::size_t count_ = 0;                // guarded by mutex_
};

void run_buffer(int producers, int consumers, int items) {
  BoundedBuffer buffer;
  std::vector<std::jthread> workers;
  for (int i = 0; i < producers; ++i) {
    workers.emplace_back([&buffer, items] {
      for (int j = 0; j < items; ++j) buffer.put(j);
    });
  }
  for (int i = 0; i < consumers; ++i) {
    workers.emplace_back([&buffer, taken = producers * items / consumers] {
      for (int j = 0; j < taken; ++j) buffer.take();
    });
  }
}

void run_pool(int task_count) {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<int> tasks;
  bool closed = false;
  int sum = 0;
  const auto work = [&] {
    for (;;) {
      int task = 0;
      {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return !tasks.empty() || closed; });
        if (tasks.empty()) return;
        task = tasks.front();
        tasks.pop_front();
      }
      std::lock_guard lock(mutex);
      sum += task;
    }
  };
  {
    std::jthread first(work);
    std::jthread second(work);
    for (int i = 1; i <= task_count; ++i) {
      {
        std::lock_guard lock(mutex);
        tasks.push_back(i);
      }
      changed.notify_one();
    }
    {
      std::lock_guard lock(mutex);
      closed = true;
    }
    changed.notify_all();
  }
  expect(sum == task_count * (task_count + 1) / 2);
}

struct Program {
  const char* name;
  std::int64_t executions;  // 0: nobody has counted them yet
  std::function<void()> body;
};

const std::vector<Program>& programs() {
  static const std::vector<Program> all{
      {"mutex_3x3", 1'680, [] { count_under<std::mutex>(3, 3); }},
      {"ttas_3x2", 7'134, [] { count_under<TestAndTestAndSetLock>(3, 2); }},
      {"treiber_3+2", 11'136, [] { push_and_pop<TreiberStack>(3, 2); }},
      {"michael_scott_2+2", 4'048,
       [] { push_and_pop<MichaelScottQueue>(2, 2); }},
      {"buffer_2p2c_1", 72, [] { run_buffer(2, 2, 1); }},
      {"buffer_2p2c_2", 231'120, [] { run_buffer(2, 2, 2); }},
      {"pool_1", 670, [] { run_pool(1); }},
      {"pool_2", 37'926, [] { run_pool(2); }},
      {"pool_3", 0, [] { run_pool(3); }},
  };
  return all;
}

struct Arguments {
  std::string_view only;
  int repeat = 1;
  bool reductions = false;  // then the executions are not the known ones
};

[[noreturn]] void wrong_call(std::string_view argument) {
  std::fprintf(stderr,
               "error: \"%.*s\": no such option\n"
               "  try: speed --only mutex_3x3 --repeat 5\n",
               static_cast<int>(argument.size()), argument.data());
  std::exit(2);
}

Arguments read_arguments(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    if (option == "--reductions") {
      arguments.reductions = true;
      continue;
    }
    if (i + 1 == argc) wrong_call(option);
    const std::string_view value = argv[++i];
    const char* const end = value.data() + value.size();
    if (option == "--only") {
      arguments.only = value;
    } else if (option != "--repeat" ||
               std::from_chars(value.data(), end, arguments.repeat).ptr !=
                   end ||
               arguments.repeat < 1) {
      wrong_call(option);
    }
  }
  return arguments;
}

// Explores `program` `repeat` times and prints its line. False if the number of
// executions is wrong.
bool measure(const Program& program, const Arguments& arguments) {
  const int repeat = arguments.repeat;
  hb::ExploreOptions options;
  options.max_executions = 100'000'000;
  options.max_seconds = 300;
  options.spurious = 0;
  options.reductions = arguments.reductions;
  std::vector<double> seconds;
  hb::Result result;
  for (int i = 0; i < repeat; ++i) {
    result = hb::check(program.body, options);
    seconds.push_back(result.seconds);
  }
  std::nth_element(seconds.begin(), seconds.begin() + repeat / 2,
                   seconds.end());
  const double median = seconds[static_cast<std::size_t>(repeat / 2)];
  const bool right =
      arguments.reductions || program.executions == 0 || program.executions == result.executions;
  std::printf("%-18s %10lld %10lld %10lld %9.3f %12.0f%s\n", program.name,
              static_cast<long long>(result.executions),
              static_cast<long long>(result.blocked),
              static_cast<long long>(result.replays), median,
              static_cast<double>(result.replays) / median,
              right ? "" : "  wrong number of executions");
  std::fflush(stdout);
  return right;
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments arguments = read_arguments(argc, argv);
  std::printf("%-18s %10s %10s %10s %9s %12s\n", "program", "executions",
              "blocked", "replays", "seconds", "replays/s");
  bool right = true;
  for (const Program& program : programs()) {
    if (!arguments.only.empty() && arguments.only != program.name) continue;
    right = measure(program, arguments) && right;
  }
  return right ? 0 : 1;
}

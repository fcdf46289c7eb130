// Bodies that try to break their checker. Each must come to a verdict or a
// clear error within its budget, and the next test must run as if nothing had
// been. Which verdicts will do stands in expected.tsv.

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csetjmp>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "checker/explore.hpp"
#include "checker/programs/escape.hpp"

namespace {

using hb::explore;
using hb::programs::escaped;

TEST(Robustness, ALoopWithoutAnyOperationNeverEnds) {
  explore([] {
    int rounds = 1;
    while (*escaped(&rounds) != 0) rounds |= 1;
  });
}

TEST(Robustness, ALoopThatYieldsNeverEnds) {
  explore([] {
    int rounds = 1;
    while (*escaped(&rounds) != 0) std::this_thread::yield();
  });
}

TEST(Robustness, ALoopThatWritesEachRoundNeverEnds) {
  explore([] {
    std::atomic<unsigned> rounds = 0;
    std::jthread other([&] {
      while (rounds.fetch_add(1) != 0xffff'ffff) {
      }
    });
  });
}

TEST(Robustness, TwoThreadsGiveWayToEachOtherForEver) {
  explore([] {
    std::atomic<int> turn = 0;
    const auto play = [&](int me) {
      for (;;) {
        int expected = me;
        turn.compare_exchange_strong(expected, 1 - me);
      }
    };
    std::jthread first(play, 0);
    std::jthread second(play, 1);
  });
}

TEST(Robustness, AllocatesWithoutBound) {
  explore([] {
    std::vector<std::unique_ptr<char[]>> blocks;
    int rounds = 1;
    while (*escaped(&rounds) != 0) {
      blocks.emplace_back(escaped(new char[1 << 20]()));
    }
  });
}

TEST(Robustness, AllocatesMoreThanThereIs) {
  explore([] {
    std::size_t size = std::size_t{1} << 46;
    const std::unique_ptr<char[]> block(escaped(new char[*escaped(&size)]));
  });
}

TEST(Robustness, StartsThreadsWithoutBound) {
  explore([] {
    std::vector<std::jthread> threads;
    int rounds = 1;
    while (*escaped(&rounds) != 0) threads.emplace_back([] {});
  });
}

TEST(Robustness, Forks) {
  explore([] {
    std::jthread other([] {});
    const pid_t child = fork();
    if (child == 0) _exit(0);
    if (child > 0) waitpid(child, nullptr, 0);
  });
}

TEST(Robustness, ExitsWhileAThreadRuns) {
  explore([] {
    std::mutex mutex;
    std::jthread other([&] { std::lock_guard lock(mutex); });
    std::exit(3);
  });
}

// WHY it has a choice: where a destructor throws whatever happens, g++ leaves
// the handler behind it out, and nobody catches the first exception.
struct ThrowsWhenItGoes {
  ~ThrowsWhenItGoes() noexcept(false) {
    if (*escaped(&is_broken)) throw std::runtime_error("too late");
  }
  bool is_broken = true;
};

TEST(Robustness, ThrowsFromADestructor) {
  explore([] {
    std::jthread other([] {
      try {
        ThrowsWhenItGoes guard;
        throw std::runtime_error("first");
      } catch (const std::exception&) {
      }
    });
  });
}

TEST(Robustness, JumpsOutOfAFunction) {
  explore([] {
    std::atomic<int> steps = 0;
    std::jthread other([&] { ++steps; });
    std::jmp_buf here;
    if (setjmp(here) == 0) {
      ++steps;
      std::longjmp(here, 1);
    }
    ++steps;
  });
}

std::jmp_buf of_another_thread;

TEST(Robustness, JumpsIntoAnotherThread) {
  explore([] {
    std::atomic<bool> ready = false;
    std::jthread other([&] {
      if (setjmp(of_another_thread) == 0) {
        ready.store(true);
        while (ready.load()) {
        }
      }
    });
    while (!ready.load()) {
    }
    std::longjmp(of_another_thread, 1);
  });
}

[[gnu::noinline]] void overwrite(char* from, std::size_t size) {
  std::memset(escaped(from), 0x5a, size);
}

[[gnu::noinline]] int smash() {
  char room[8] = {};
  overwrite(escaped(room), 256);
  return room[0];
}

TEST(Robustness, SmashesItsStack) {
  explore([] { std::jthread other([] { EXPECT_NE(smash(), 0); }); });
}

TEST(Robustness, WritesToAnAddressOfItsOwnChoice) {
  explore([] {
    std::uintptr_t address = 0x1234'5678;
    *reinterpret_cast<int*>(*escaped(&address)) = 1;
  });
}

TEST(Robustness, CallsThroughAnUnsetFunctionPointer) {
  explore([] {
    struct Table {
      void (*call)();
    };
    const std::unique_ptr<Table> table(escaped(new Table));
    escaped(table.get())->call();
  });
}

TEST(Robustness, KillsItself) {
  explore([] { std::jthread other([] { std::raise(SIGKILL); }); });
}

TEST(Robustness, RaisesASignalThatItHandles) {
  explore([] {
    std::signal(SIGUSR1, [](int) {});
    std::jthread other([] { std::raise(SIGUSR1); });
  });
}

TEST(Robustness, ClosesEveryFile) {
  explore([] {
    std::jthread other([] {});
    for (int file = 3; file < 64; ++file) close(file);
  });
}

TEST(Robustness, SetsAnAlarm) {
  explore([] { std::jthread other([] { alarm(1); }); });
}

TEST(Robustness, EndsBySystemCall) {
  explore([] { std::jthread other([] { syscall(SYS_exit_group, 0); }); });
}

TEST(Robustness, WritesToAStringLiteral) {
  explore([] {
    std::jthread other([] { *const_cast<char*>(escaped("text")) = 'n'; });
  });
}

TEST(Robustness, HasAnAtomicOfSixteenBytes) {
  struct Pair {
    long first;
    long second;
  };
  explore([] {
    std::atomic<Pair> pair = Pair{0, 0};
    std::jthread other([&] { pair.store({1, 1}); });
    EXPECT_EQ(pair.load().first, pair.load().second);
  });
}

TEST(Robustness, HasAnAtomicOfTwentyFourBytes) {
  using Three = std::array<long, 3>;
  explore([] {
    std::atomic<Three> three = Three{};
    std::jthread other([&] { three.store({1, 1, 1}); });
    EXPECT_LE(three.load()[0], 1);
  });
}

TEST(Robustness, AsksForTheTime) {
  explore([] {
    const auto start = std::chrono::system_clock::now();
    std::atomic<int> value = 0;
    std::jthread other([&] { value = 1; });
    EXPECT_LE(value.load(), 1);
    EXPECT_GE(std::chrono::system_clock::now(), start);
    EXPECT_GT(time(nullptr), 0);
  });
}

TEST(Robustness, DependsOnChance) {
  explore([] {
    std::atomic<int> value = 0;
    std::jthread other([&] { value.store(1 + std::rand() % 1000); });
    EXPECT_GE(value.load(), 0);
  });
}

TEST(Robustness, DependsOnAnEarlierExecution) {
  explore([] {
    std::atomic<int> value = 0;
    // The environment is the library's memory: nobody resets it.
    const char* before = std::getenv("HB_EARLIER");
    const int rounds = before == nullptr ? 0 : std::atoi(before);
    setenv("HB_EARLIER", std::to_string(rounds + 1).c_str(), 1);
    std::jthread other([&] { value.store(rounds); });
    EXPECT_GE(value.load(), 0);
  });
}

TEST(Robustness, CallsALibraryThatIsNotInstrumented) {
  explore([] {
    std::array<int, 4> numbers{3, 1, 2, 4};
    std::jthread sorter([&] {
      std::qsort(numbers.data(), numbers.size(), sizeof(int),
                 [](const void* left, const void* right) {
                   return *static_cast<const int*>(left) -
                          *static_cast<const int*>(right);
                 });
    });
    sorter.join();
    EXPECT_EQ(numbers[0], 1);
  });
}

TEST(Robustness, ComparesTheAddressesOfTwoObjects) {
  explore([] {
    const std::unique_ptr<std::mutex> left(escaped(new std::mutex));
    const std::unique_ptr<std::mutex> right(escaped(new std::mutex));
    int count = 0;
    const auto work = [&](std::mutex* one, std::mutex* other) {
      if (std::less<>()(other, one)) std::swap(one, other);
      std::lock_guard outer(*one);
      std::lock_guard inner(*other);
      ++count;
    };
    std::jthread first([&] { work(left.get(), right.get()); });
    std::jthread second([&] { work(right.get(), left.get()); });
  });
}

TEST(Robustness, TheTestAfterAllTheseRunsAsEver) {
  explore([] {
    std::atomic<int> value = 0;
    std::jthread writer([&] { value = 1; });
    EXPECT_LE(value.load(), 1);
  });
}

}  // namespace

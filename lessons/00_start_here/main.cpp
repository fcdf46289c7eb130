// Lesson 00: start here
//
// Shows  What a thread is, what start and join order, why two threads have
//        many endings, and how to find the step where one goes wrong.
// Run    ./workbook lesson 00 (prints expected.txt), then ./workbook check 00a

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "lesson/arguments.hpp"

namespace {

// #region first_thread
void start_and_join_order_two_threads() {
  int question = 6 * 7;
  int answer = 0;
  std::thread other([&] { answer = question; });  // the start ...
  // Here both run at once: neither may touch what the other writes.
  other.join();  // ... and the join order all the rest
  std::printf("   main wrote %d, the other thread read it and wrote %d\n",
              question, answer);
}
// #endregion first_thread

// #region own_variable
void threads_that_share_nothing_need_only_a_join(unsigned threads) {
  std::vector<int> sums(threads, 0);  // one variable for each thread
  std::vector<std::thread> workers;
  for (unsigned id = 0; id < threads; ++id) {
    workers.emplace_back([id, threads, &sum = sums[id]] {
      for (unsigned n = 1 + id; n <= 1000; n += threads) {
        sum += static_cast<int>(n);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  int total = 0;
  for (const int sum : sums) total += sum;
  std::printf("   1 + 2 + ... + 1000, threads: %u, total: %d\n", threads,
              total);
}
// #endregion own_variable

// #region every_order
struct Step {
  char thread;
  bool writes;  // or reads
  int value;
};

// Two threads, A and B, each read n and then write n + 1. Runs their four
// steps in the order given, say "ABBA", and returns what each step did.
std::vector<Step> run(const std::string& order) {
  int n = 0;
  std::optional<int> seen[2];  // what A and B have read
  std::vector<Step> steps;
  for (const char thread : order) {
    std::optional<int>& read = seen[thread - 'A'];
    const bool writes = read.has_value();
    if (writes) n = *read + 1;
    if (!writes) read = n;
    steps.push_back({thread, writes, n});
  }
  return steps;
}

std::vector<std::vector<Step>> every_order() {
  std::vector<std::vector<Step>> all;
  std::string order = "AABB";
  do {
    all.push_back(run(order));
  } while (std::next_permutation(order.begin(), order.end()));
  return all;
}
// #endregion every_order

void two_threads_that_share_have_many_endings() {
  for (const std::vector<Step>& steps : every_order()) {
    std::printf("   ");
    for (const auto& [thread, writes, value] : steps) {
      std::printf("%c %s %d   ", thread, writes ? "writes" : "reads ", value);
    }
    std::printf("n = %d\n", steps.back().value);
  }
}

// #region wrong_order
void one_order_shows_where_it_goes_wrong() {
  const auto all = every_order();
  const auto wrong = [](const auto& steps) { return steps.back().value != 2; };
  std::printf("   %d of the %zu orders end wrong. The first of them:\n\n",
              static_cast<int>(std::count_if(all.begin(), all.end(), wrong)),
              all.size());
  std::printf("         A                    B\n");
  int line = 0;
  const auto& shown = *std::find_if(all.begin(), all.end(), wrong);
  for (const auto& [thread, writes, value] : shown) {
    std::printf("     %d   %*s%s %d\n", ++line, thread == 'B' ? 21 : 0, "",
                writes ? "writes n," : "reads n,", value);
  }
  std::printf("     n is %d, expected 2\n", shown.back().value);
}
// #endregion wrong_order

void the_orders_grow_faster_than_the_steps() {
  std::printf("   steps of each thread   orders of both\n");
  std::uint64_t orders = 1;  // of two threads with k steps: 2k choose k
  for (std::uint64_t k = 1; k <= 20; ++k) {
    orders = orders * 2 * (2 * k - 1) / k;
    if (k != 2 && k != 3 && k != 5 && k != 10 && k != 20) continue;
    std::printf("   %20d   %14s\n", static_cast<int>(k),
                std::to_string(orders).c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  hb::LessonArguments arguments(
      {"00", "start here",
       "What a thread is, what start and join order, how an order goes wrong.",
       4});
  const unsigned threads = arguments.read(argc, argv);

  std::puts(
      "Happens Before, lesson 00\n"
      "\n"
      "1. A thread is a function that runs beside the one that started it.\n");
  start_and_join_order_two_threads();
  std::puts(
      "\n"
      "   What main did before it started the thread happens before all that\n"
      "   the thread does. What the thread did happens before all that main\n"
      "   does after the join. In between, nothing orders the two.\n"
      "\n"
      "2. Threads that share nothing need no more than that.\n");
  threads_that_share_nothing_need_only_a_join(threads);
  std::puts(
      "\n"
      "   Each adds up its own part in a variable of its own. The total is "
      "the\n"
      "   same in every run and with any number of threads: try --threads=3.\n"
      "\n"
      "3. Threads that share a variable can end in more than one way.\n"
      "   Two of them read n, which is 0, and write what they read plus 1.\n"
      "   Here is every order of these four steps:\n");
  two_threads_that_share_have_many_endings();
  std::puts(
      "\n"
      "   A machine shows you one of the six, often the same one for weeks.\n"
      "   And six is few:\n");
  the_orders_grow_faster_than_the_steps();
  std::puts(
      "\n"
      "4. One order shows where it goes wrong.\n");
  one_order_shows_where_it_goes_wrong();
  std::puts(
      "\n"
      "   One column a thread, time runs downwards. Read the last line first,\n"
      "   then the table upwards, and stop at the first step after which it\n"
      "   could not end well any more. Here that is step 2: B reads n while A\n"
      "   is between its read and its write.\n"
      "\n"
      "   A verdict of ./workbook check has such a table: the simplest\n"
      "   execution that goes wrong, of all that there are. Above it stands\n"
      "   what went wrong, below it why the last step was possible.\n"
      "\n"
      "Next: ./workbook check 00a, where a thread is started and not joined.");
}

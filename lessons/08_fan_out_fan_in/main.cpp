// Lesson 08: fan-out and fan-in
//
// Shows  Awaiting each task makes any number of workers serial, and so does a
//        receiver that they share behind a lock. Results come in the order of
//        completion, also with one writer. An error that nobody carries across
//        looks like success.
// Run    ./workbook lesson 08 (prints expected.txt), then ./workbook check 08a

#include <cstdio>
#include <future>
#include <latch>
#include <memory>
#include <numeric>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "at_work.hpp"
#include "errors.hpp"
#include "lesson/arguments.hpp"
#include "marc/record_generator.hpp"
#include "marc/record_reader.hpp"
#include "pipeline.hpp"
#include "shared_receiver.hpp"
#include "sync/channel.hpp"

namespace {

using hb::AtWork;

// #region awaited
void awaiting_each_one_is_serial() {
  AtWork at_work;
  for (int i = 0; i < 8; ++i) {
    auto task = [&] { const AtWork::Visit visit(at_work); };
    std::async(std::launch::async, task).get();  // waits before the next
  }
  std::printf("awaited one by one:  8 tasks, at most %d at work at once\n",
              at_work.most());
}

void awaiting_them_afterwards_is_not() {
  AtWork at_work;
  std::latch all(8);  // no task ends before the last one has begun
  std::vector<std::future<void>> running;
  for (int i = 0; i < 8; ++i) {
    running.push_back(std::async(std::launch::async, [&] {
      const AtWork::Visit visit(at_work);
      all.arrive_and_wait();
    }));
  }
  for (auto& task : running) task.get();
  std::printf("awaited afterwards:  8 tasks, at most %d at work at once\n",
              at_work.most());
}
// #endregion awaited

// #region chunks
void a_thread_for_each_chunk(unsigned threads) {
  std::vector<int> numbers(1000);
  std::iota(numbers.begin(), numbers.end(), 1);
  std::vector<long> sums(threads);  // one for each thread: no lock is needed
  {
    std::vector<std::jthread> chunks;
    for (std::size_t i = 0; i < threads; ++i) {
      chunks.emplace_back([&, i] {
        const auto begin = numbers.begin();
        const auto size = static_cast<std::ptrdiff_t>(numbers.size());
        const auto n = static_cast<std::ptrdiff_t>(i);
        const auto of = static_cast<std::ptrdiff_t>(threads);
        sums[i] = std::accumulate(begin + size * n / of,
                                  begin + size * (n + 1) / of, 0L);
      });
    }
  }  // WHY here: the joins order every write above before the reads below.
  std::printf("a thread a chunk:    %u chunks, sum %ld\n", threads,
              std::accumulate(sums.begin(), sums.end(), 0L));
}
// #endregion chunks

// #region files
std::size_t count_records(const std::string& bytes) {
  std::istringstream file(bytes);
  hb::marc::RecordReader reader(file);  // each worker opens its own
  std::size_t count = 0;
  while (reader.next()) ++count;
  return count;
}

void results_in_the_order_of_the_files() {
  std::vector<std::future<std::size_t>> counts;
  for (std::size_t i = 1; i <= 4; ++i) {
    counts.push_back(std::async(std::launch::async, count_records,
                                hb::marc::generate_records(i, 10 * i)));
  }
  std::size_t sum = 0;
  std::printf("four files:         ");
  for (auto& count : counts) {  // waits for the first, whoever is done first
    const std::size_t records = count.get();
    std::printf(" %zu", records);
    sum += records;
  }
  std::printf(" records, in the order of the files: %zu\n", sum);
}
// #endregion files

// The tasks are made to end in reverse: each waits for the one behind it.
// #region completed
void results_in_the_order_of_completion() {
  constexpr int kTasks = 4;
  hb::sync::Channel<int> completed(kTasks);
  std::vector<std::unique_ptr<std::latch>> ended;
  for (int i = 0; i <= kTasks; ++i) {
    ended.push_back(std::make_unique<std::latch>(i == kTasks ? 0 : 1));
  }
  std::vector<std::jthread> tasks;
  for (std::size_t i = 0; i < kTasks; ++i) {
    tasks.emplace_back([&, i] {
      ended[i + 1]->wait();
      completed.send(static_cast<int>(i));
      ended[i]->count_down();
    });
  }
  std::printf("as completed:       ");
  std::set<int> checkpoint;  // what need not be done again after a crash
  for (int i = 0; i < kTasks; ++i) {
    const int done = *completed.receive();
    checkpoint.insert(done);
    std::printf(" %d", done);
  }
  std::printf(", %zu marked at the checkpoint\n", checkpoint.size());
}
// #endregion completed

}  // namespace

int main(int argc, char** argv) {
  hb::LessonArguments arguments(
      {"08", "fan-out and fan-in",
       "Two loops that make workers serial, a shared receiver, a pipeline with "
       "one writer, and what becomes of an error.",
       4});
  const unsigned threads = arguments.read(argc, argv);

  awaiting_each_one_is_serial();
  awaiting_them_afterwards_is_not();
  a_thread_for_each_chunk(threads);
  hb::a_shared_receiver_lets_one_wait(threads);
  hb::a_channel_lets_all_wait(threads);
  results_in_the_order_of_the_files();
  results_in_the_order_of_completion();
  hb::one_writer_writes_what_comes();
  hb::records_cross_three_stages(threads);
  hb::every_item_has_a_status();
  hb::the_first_error_of_all_is_thrown();
  hb::an_error_looks_like_the_end();
}

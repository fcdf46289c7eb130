// Lesson 15: data parallelism
//
// Shows  One kind of work for many records: a thread for each is too many, a
//        share for each thread is a parallel loop, chunks make the shares
//        even, and a map for each thread needs no lock until the end. And what
//        a speed-up says about the part that was not parallel.
// Run    ./workbook lesson 15 (prints expected.txt), then ./workbook check 15a
//        ./workbook lesson 15 -- --file=PATH counts the subjects of your own

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "lesson/arguments.hpp"
#include "limits.hpp"
#include "marc/record.hpp"
#include "processes.hpp"
#include "records.hpp"
#include "subject_counts.hpp"

namespace {

using hb::Counts;
using hb::Records;

using Titles = std::vector<std::string>;

// What is done with a record, whatever the pattern.
std::string title_of(const std::string& record) {
  return hb::marc::title(record);
}

Titles titles_in_order(const Records& records) {
  Titles titles;
  for (const std::string& record : records) titles.push_back(title_of(record));
  return titles;
}

const char* equal_or_not(bool equal) { return equal ? "equal" : "DIFFERENT"; }

// #region thread_a_record
void a_thread_for_each_record(const Records& records) {
  const std::size_t some = std::min<std::size_t>(records.size(), 50);
  Titles titles(some);
  std::vector<std::jthread> workers;
  for (std::size_t i = 0; i < some; ++i) {
    workers.emplace_back([&, i] { titles[i] = title_of(records[i]); });
  }
  std::printf("a thread a record:   %zu threads for the first %zu records\n",
              workers.size(), some);
}
// #endregion thread_a_record

// #region parallel_iterator
void a_loop_is_shared_out(const Records& records, unsigned threads) {
  Titles titles(records.size());  // a place for each result: in order
  {
    std::vector<std::jthread> workers;
    for (unsigned me = 0; me < threads; ++me) {
      workers.emplace_back([&, me] {
        for (std::size_t i = me; i < records.size(); i += threads) {
          titles[i] = title_of(records[i]);
        }
      });
    }
  }
  std::printf("parallel iterator:   Processed %zu records, the results %s\n",
              titles.size(), equal_or_not(titles == titles_in_order(records)));
}
// #endregion parallel_iterator

// #region chunks
void a_hundred_at_a_time(const Records& records, unsigned threads) {
  constexpr std::size_t kSize = 100;
  const std::size_t chunks = (records.size() + kSize - 1) / kSize;
  std::vector<Titles> titles(chunks);  // any number of results for each chunk
  {
    std::vector<std::jthread> workers;
    for (unsigned me = 0; me < threads; ++me) {
      workers.emplace_back([&, me] {
        for (std::size_t chunk = me; chunk < chunks; chunk += threads) {
          const std::size_t end = std::min((chunk + 1) * kSize, records.size());
          for (std::size_t i = chunk * kSize; i < end; ++i) {
            titles[chunk].push_back(title_of(records[i]));
          }
        }
      });
    }
  }
  Titles all;
  for (const Titles& some : titles) {
    all.insert(all.end(), some.begin(), some.end());
  }
  std::printf("chunks of %zu:       %zu, the last of %zu, the results %s\n",
              kSize, chunks, chunks == 0 ? 0 : titles.back().size(),
              equal_or_not(all == titles_in_order(records)));
}
// #endregion chunks

void subjects_are_counted(const Records& records, unsigned threads) {
  const Counts expected = hb::count_in_order(records);
  const hb::Counted one = hb::count_into_one_map(records, threads);
  const hb::Counted each = hb::count_into_a_map_each(records, threads);
  std::printf("one map, one lock:   %s counts, locked %zu times\n",
              equal_or_not(one.counts == expected), one.locks);
  std::printf("one map a thread:    %s counts, locked %zu times\n",
              equal_or_not(each.counts == expected), each.locks);

  using Entry = std::pair<std::string, std::size_t>;
  std::vector<Entry> entries(expected.begin(), expected.end());
  std::ranges::stable_sort(entries, std::ranges::greater{}, &Entry::second);
  for (std::size_t i = 0; i < std::min<std::size_t>(entries.size(), 3); ++i) {
    std::printf("  %6zu  %s\n", entries[i].second, entries[i].first.c_str());
  }
}

// Four files, four processes, as a pool of four would have it.
void processes_count_files(const Records& records) {
  std::array<Records, 4> files;
  for (std::size_t i = 0; i < records.size(); ++i) {
    files[i % files.size()].push_back(records[i]);
  }
  const Counts counts = hb::count_by_processes(files);
  std::printf("4 processes:         %s counts, sent through 4 pipes\n",
              equal_or_not(counts == hb::count_in_order(records)));
}

}  // namespace

int main(int argc, char** argv) {
  std::string file;
  bool memory = false;
  hb::LessonArguments arguments(
      {"15", "data parallelism",
       "The same work for many records: a parallel loop, chunks, one map a "
       "thread, processes, and what a speed-up says.",
       3});
  arguments.add_text("--file", "take the records of this file", file);
  arguments.add_flag("--memory", "measure the peak memory, too", memory);
  const unsigned threads = arguments.read(argc, argv);

  const auto open = [&](std::size_t count) {
    return file.empty() ? hb::generated_records(count) : hb::records_in(file);
  };
  try {
    // First: a process that is forked begins with what this one has.
    if (memory) {
      hb::memory_grows_with_the_file([&] { return open(100'000); });
    }
    const Records records = hb::collect(open(1'050));
    std::printf("collected:           %zu records\n", records.size());
    a_thread_for_each_record(records);
    a_loop_is_shared_out(records, threads);
    a_hundred_at_a_time(records, threads);
    subjects_are_counted(records, threads);
    processes_count_files(records);
  } catch (const std::exception& error) {
    std::fprintf(stderr,
                 "error: %s\n  Expected a file of MARC records (ISO 2709).\n"
                 "  try: ./workbook lesson 15\n",
                 error.what());
    return 2;
  }
  hb::equal_shares_are_not_equal_work();
  hb::a_speed_up_names_its_serial_part();
}

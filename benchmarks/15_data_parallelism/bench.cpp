// Benchmark 15: data parallelism
//
// Question  What do two threads gain on even work, on work that ends in a map,
//           and on skewed work; how long must a chunk be; and what do the
//           patterns of a whole program gain (pattern_comparison.cpp)?
// Method    Two threads for every way, started before the clock where the way
//           allows it. The time is that of one item. Each row checks its
//           result. A trial that other processes disturb is run again.
//           even/answer is the par_for of exercise 15a, subjects/answer the
//           fold_reduce of 15c: this file is compiled once with yours and once
//           with the solution's. They start threads inside the clock.
// Run       ./workbook bench 15     interleaved: read the median and the spread

#define BOOST_THREAD_VERSION 4
#define BOOST_THREAD_PROVIDES_EXECUTORS

#include <benchmark/benchmark.h>

#include <array>
#include <atomic>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <numeric>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "15_data_parallelism/a_par_for/par_for.hpp"
#include "15_data_parallelism/c_fold_reduce/fold_reduce.hpp"
#include "exec/data_parallel.hpp"
#include "pattern_comparison.hpp"
#include "trial.hpp"
#include "work.hpp"

#ifdef HB_HAVE_TBB
#include <tbb/blocked_range.h>
#include <tbb/combinable.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_reduce.h>

#include <execution>
#endif

namespace hb {
namespace {

using exec::Team;

constexpr std::size_t kThreads = 2;
constexpr std::size_t kChunks = 64;
constexpr std::size_t kRecords = 100'000;

// Started before the clock, and shared by all ways that need threads.
Team& team() {
  static Team two(kThreads);
  return two;
}

// WHY late: the patterns come first, and a process that is forked copies the
// tables of all the memory that there is.
const Records& records() {
  static const Records all = generate(kRecords);
  return all;
}

template <typename Make>
auto later(Make make) {
  return std::async(std::launch::deferred, std::move(make)).share();
}

// ------------------------------------------------------ sums, even and skewed

// What one item gives, to be added up.
using Item = std::function<std::uint64_t(std::size_t)>;

std::uint64_t add_up(const Item& item, std::size_t begin, std::size_t end) {
  std::uint64_t sum = 0;
  for (std::size_t i = begin; i < end; ++i) sum += item(i);
  return sum;
}

// #region chunks
// A sum for each thread, in a variable of its own; `grain` items at a time.
std::uint64_t by_team(const Item& item, std::size_t items, std::size_t grain) {
  return *exec::fold_reduce(
      team(), items, grain, std::uint64_t{0},
      [&](std::uint64_t& own, std::size_t begin, std::size_t end) {
        own += add_up(item, begin, end);
      },
      [](std::uint64_t& all, std::uint64_t other) { all += other; });
}
// #endregion chunks

// Boost's executor: a task for each chunk, and a latch for their end.
std::uint64_t by_boost(const Item& item, std::size_t items) {
  static boost::executors::basic_thread_pool pool(kThreads);
  std::atomic<std::uint64_t> sum = 0;
  std::latch done(kChunks);
  for (std::size_t chunk = 0; chunk < kChunks; ++chunk) {
    pool.submit([&, chunk] {
      // WHY relaxed: read after the latch, which orders it.
      sum.fetch_add(
          add_up(item, items * chunk / kChunks, items * (chunk + 1) / kChunks),
          std::memory_order_relaxed);
      done.count_down();
    });
  }
  done.wait();
  return sum.load(std::memory_order_relaxed);
}

std::uint64_t by_answer(const Item& item, std::size_t items) {
  std::array<std::uint64_t, kThreads> sums{};
  par_for(kThreads, kThreads, [&](std::size_t part) {
    sums[part] =
        add_up(item, items * part / kThreads, items * (part + 1) / kThreads);
  });
  return sums[0] + sums[1];
}

#ifdef HB_HAVE_OPENMP
std::uint64_t by_openmp_static(const Item& item, std::size_t items) {
  std::uint64_t sum = 0;
#pragma omp parallel for num_threads(2) schedule(static) reduction(+ : sum)
  for (std::size_t i = 0; i < items; ++i) sum += item(i);
  return sum;
}

std::uint64_t by_openmp_dynamic(const Item& item, std::size_t items) {
  [[maybe_unused]] const std::size_t grain =
      exec::suggested_grain(items, kThreads);
  std::uint64_t sum = 0;
#pragma omp parallel for num_threads(2) schedule(dynamic, grain) \
    reduction(+ : sum)
  for (std::size_t i = 0; i < items; ++i) sum += item(i);
  return sum;
}
#endif

#ifdef HB_HAVE_TBB
std::uint64_t by_tbb(const Item& item, std::size_t items) {
  return tbb::parallel_reduce(
      tbb::blocked_range<std::size_t>(0, items), std::uint64_t{0},
      [&](const tbb::blocked_range<std::size_t>& range, std::uint64_t sum) {
        return sum + add_up(item, range.begin(), range.end());
      },
      std::plus<>());
}

std::uint64_t by_standard(const Item& item, std::size_t items) {
  std::vector<std::size_t> numbers(items);
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  return std::transform_reduce(std::execution::par, numbers.begin(),
                               numbers.end(), std::uint64_t{0}, std::plus<>(),
                               item);
}
#endif

void add_sums(const std::string& group, std::size_t items, const Item& item) {
  const auto expected = later([=] { return add_up(item, 0, items); });
  const auto add = [&](const std::string& way, auto run) {
    add_way(group + "/" + way, static_cast<long>(items), [=]() -> Check {
      return [=, sum = run(item, items)] { return sum == expected.get(); };
    });
  };
  add("serial",
      [](const Item& one, std::size_t n) { return add_up(one, 0, n); });
  add("halves", [](const Item& one, std::size_t n) {
    return by_team(one, n, (n + 1) / 2);
  });
  add("64_chunks", [](const Item& one, std::size_t n) {
    return by_team(one, n, n / kChunks);
  });
  add("answer", by_answer);
  add("boost_pool", by_boost);
#ifdef HB_HAVE_OPENMP
  add("openmp_static", by_openmp_static);
  add("openmp_dynamic", by_openmp_dynamic);
#endif
#ifdef HB_HAVE_TBB
  add("tbb", by_tbb);
  add("std_par", by_standard);
#endif
}

void add_grains(std::size_t items, const Item& item) {
  const auto expected = later([=] { return add_up(item, 0, items); });
  add_way("grain/serial", static_cast<long>(items), [=]() -> Check {
    return [=, sum = add_up(item, 0, items)] { return sum == expected.get(); };
  });
  for (const std::size_t grain : {1u, 2u, 4u, 8u, 100u, 1000u}) {
    add_way("grain/" + std::to_string(grain), static_cast<long>(items),
            [=]() -> Check {
              return [=, sum = by_team(item, items, grain)] {
                return sum == expected.get();
              };
            });
  }
}

// ------------------------------------------------------------------- one map

Counts count_range(const Records& input, std::size_t begin, std::size_t end) {
  Counts counts;
  for (std::size_t i = begin; i < end; ++i) count_subjects(counts, input[i]);
  return counts;
}

// #region one_map
// The map is shared, and locked for each record.
Counts into_one_map(const Records& input) {
  std::mutex mutex;
  Counts all;  // guarded by mutex
  exec::parallel_for(team(), input.size(), input.size() / kChunks,
                     [&](std::size_t begin, std::size_t end) {
                       for (std::size_t i = begin; i < end; ++i) {
                         std::lock_guard lock(mutex);
                         count_subjects(all, input[i]);
                       }
                     });
  return all;
}
// #endregion one_map

// #region map_a_chunk
// A map for each chunk, merged when the chunk is done.
Counts into_a_map_a_chunk(const Records& input, std::size_t grain) {
  std::mutex mutex;
  Counts all;  // guarded by mutex
  exec::parallel_for(team(), input.size(), grain,
                     [&](std::size_t begin, std::size_t end) {
                       const Counts own = count_range(input, begin, end);
                       std::lock_guard lock(mutex);
                       merge(all, own);
                     });
  return all;
}
// #endregion map_a_chunk

// #region map_a_thread
// A map for each thread, merged when there is no chunk left.
Counts into_a_map_a_thread(const Records& input) {
  return *exec::fold_reduce(
      team(), input.size(), 100, Counts(),
      [&](Counts& own, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
          count_subjects(own, input[i]);
        }
      },
      [](Counts& all, Counts&& other) {
        if (all.empty()) {
          all = std::move(other);
        } else {
          merge(all, other);
        }
      });
}
// #endregion map_a_thread

Counts by_answer_15c(const Records& input) {
  return fold_reduce(input, kThreads, Counts(), count_subjects, merge);
}

#ifdef HB_HAVE_OPENMP
Counts by_openmp(const Records& input) {
  [[maybe_unused]] const std::size_t grain = input.size() / kChunks;
  Counts all;
#pragma omp parallel num_threads(2)
  {
    Counts own;
#pragma omp for schedule(dynamic, grain) nowait
    for (std::size_t i = 0; i < input.size(); ++i) {
      count_subjects(own, input[i]);
    }
#pragma omp critical
    merge(all, own);
  }
  return all;
}
#endif

#ifdef HB_HAVE_TBB
Counts merged(Counts all, const Counts& others) {
  merge(all, others);
  return all;
}

Counts by_tbb_reduce(const Records& input) {
  return tbb::parallel_reduce(
      tbb::blocked_range<std::size_t>(0, input.size()), Counts(),
      [&](const tbb::blocked_range<std::size_t>& range, Counts own) {
        for (std::size_t i = range.begin(); i < range.end(); ++i) {
          count_subjects(own, input[i]);
        }
        return own;
      },
      merged);
}

// The library may copy a map wherever it likes, so: a map for each of 64
// chunks, and not for each record.
Counts by_standard_reduce(const Records& input) {
  std::vector<std::size_t> chunks(kChunks);
  std::iota(chunks.begin(), chunks.end(), std::size_t{0});
  return std::transform_reduce(
      std::execution::par, chunks.begin(), chunks.end(), Counts(), merged,
      [&](std::size_t chunk) {
        return count_range(input, input.size() * chunk / kChunks,
                           input.size() * (chunk + 1) / kChunks);
      });
}

Counts by_tbb_combinable(const Records& input) {
  tbb::combinable<Counts> counts;
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, input.size()),
                    [&](const tbb::blocked_range<std::size_t>& range) {
                      Counts& own = counts.local();
                      for (std::size_t i = range.begin(); i < range.end();
                           ++i) {
                        count_subjects(own, input[i]);
                      }
                    });
  Counts all;
  counts.combine_each([&](const Counts& own) { merge(all, own); });
  return all;
}
#endif

void add_subjects() {
  const auto expected =
      later([] { return count_range(records(), 0, kRecords); });
  const auto add = [&](const std::string& way, auto count) {
    add_way("subjects/" + way, static_cast<long>(kRecords), [=]() -> Check {
      const auto counts = std::make_shared<Counts>(count(records()));
      return [=] { return *counts == expected.get(); };
    });
  };
  add("serial",
      [](const Records& all) { return count_range(all, 0, all.size()); });
  add("one_map", into_one_map);
  add("map_a_chunk_of_10",
      [](const Records& all) { return into_a_map_a_chunk(all, 10); });
  add("map_a_chunk_of_100",
      [](const Records& all) { return into_a_map_a_chunk(all, 100); });
  add("map_a_thread", into_a_map_a_thread);
  add("answer", by_answer_15c);
#ifdef HB_HAVE_OPENMP
  add("openmp_dynamic", by_openmp);
#endif
#ifdef HB_HAVE_TBB
  add("tbb_reduce", by_tbb_reduce);
  add("tbb_combinable", by_tbb_combinable);
  add("std_par", by_standard_reduce);
#endif
}

}  // namespace
}  // namespace hb

int main(int argc, char** argv) {
  const hb::PatternFiles files = hb::take_file_argument(argc, argv);
  benchmark::AddCustomContext("processors", "not pinned");
#ifdef HB_HAVE_TBB
  const tbb::global_control two(tbb::global_control::max_allowed_parallelism,
                                hb::kThreads);
#endif
  // The first way of each group is the naive one, for the runner to compare.
  hb::add_patterns(files);
  hb::add_sums("even", 30'000,
               [](std::size_t i) { return hb::checksum(hb::records()[i]); });
  hb::add_subjects();
  constexpr std::size_t kSkewed = 3'000;
  hb::add_sums("skewed", kSkewed,
               [](std::size_t i) { return hb::skewed_work(i, kSkewed); });
  // A few nanoseconds an item: the leader of a record.
  hb::add_grains(1'000'000, [](std::size_t i) {
    return hb::checksum(
        std::string_view(hb::records()[i % 1024]).substr(0, 24));
  });

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}

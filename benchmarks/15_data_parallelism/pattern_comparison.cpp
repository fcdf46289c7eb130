#include "pattern_comparison.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>
#include <utility>

#include "exec/data_parallel.hpp"
#include "marc/record_generator.hpp"
#include "marc/record_reader.hpp"
#include "trial.hpp"
#include "work.hpp"

namespace hb {
namespace {

constexpr std::size_t kFiles = 4;
constexpr std::size_t kWorkers = 2;

// One way of doing it needs all of this, the others less.
struct Job {
  PatternFiles files;
  bool is_heavy = false;

  std::unique_ptr<std::istream> open(std::size_t file) const {
    if (files.path.empty()) {
      return std::make_unique<std::istringstream>(files.contents[file]);
    }
    return std::make_unique<std::ifstream>(files.path, std::ios::binary);
  }

  void count(Counts& counts, const std::string& record) const {
    count_subjects(counts, record);
    // Stands for a language model, or whatever is dear: 20 us or so.
    if (is_heavy && skewed_work(577, 1'000) == 0) std::abort();
  }

  // Calls each(record) for the well-formed records of a file.
  template <typename Each>
  void read(std::size_t file, Each each) const {
    const auto stream = open(file);
    marc::RecordReader reader(*stream);
    while (auto piece = reader.next()) {
      if (piece->is_record()) each(std::move(piece->bytes));
    }
  }

  Counts count_file(std::size_t file) const {
    Counts counts;
    read(file, [&](const std::string& record) { count(counts, record); });
    return counts;
  }
};

exec::Team& comparison_team() {
  static exec::Team two(kWorkers);
  return two;
}

Counts serial(const Job& job) {
  Counts all;
  for (std::size_t file = 0; file < kFiles; ++file) {
    job.read(file, [&](const std::string& record) { job.count(all, record); });
  }
  return all;
}

// A bounded queue of batches, closed once. One producer.
class Batches {
 public:
  void put(Records batch) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [&] { return batches_.size() < 16; });
    batches_.push_back(std::move(batch));
    not_empty_.notify_one();
  }
  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    not_empty_.notify_all();
  }
  std::optional<Records> take() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [&] { return closed_ || !batches_.empty(); });
    if (batches_.empty()) return std::nullopt;
    Records batch = std::move(batches_.front());
    batches_.pop_front();
    not_full_.notify_one();
    return batch;
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::deque<Records> batches_;  // guarded by mutex_
  bool closed_ = false;          // guarded by mutex_
};

// #region pipeline
// One thread reads, the others count; `size` records travel together.
Counts through_a_queue(const Job& job, std::size_t size) {
  Batches batches;
  std::vector<Counts> counts(kWorkers);
  {
    std::vector<std::jthread> workers;
    for (Counts& own : counts) {
      workers.emplace_back([&] {
        while (const auto batch = batches.take()) {
          for (const std::string& record : *batch) job.count(own, record);
        }
      });
    }
    Records batch;
    for (std::size_t file = 0; file < kFiles; ++file) {
      job.read(file, [&](std::string record) {
        batch.push_back(std::move(record));
        if (batch.size() == size) batches.put(std::exchange(batch, {}));
      });
    }
    batches.put(std::move(batch));
    batches.close();
  }
  Counts all;
  for (const Counts& own : counts) merge(all, own);
  return all;
}
// #endregion pipeline

Counts file_a_task(const Job& job) {
  return *exec::fold_reduce(
      comparison_team(), kFiles, 1, Counts(),
      [&](Counts& own, std::size_t file, std::size_t) {
        merge(own, job.count_file(file));
      },
      [](Counts& all, const Counts& other) { merge(all, other); });
}

Counts collected_first(const Job& job) {
  Records records;
  for (std::size_t file = 0; file < kFiles; ++file) {
    job.read(file,
             [&](std::string record) { records.push_back(std::move(record)); });
  }
  return *exec::fold_reduce(
      comparison_team(), records.size(), 100, Counts(),
      [&](Counts& own, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) job.count(own, records[i]);
      },
      [](Counts& all, const Counts& other) { merge(all, other); });
}

void add_all(const PatternFiles& files, bool is_heavy) {
  const auto job = std::make_shared<const Job>(Job{files, is_heavy});
  const auto expected = std::make_shared<const Counts>(serial(*job));
  std::size_t records = 0;
  for (std::size_t file = 0; file < kFiles; ++file) {
    job->read(file, [&](const std::string&) { ++records; });
  }
  const auto add = [&](const std::string& way, auto count) {
    add_way("patterns/" + way + (is_heavy ? "/heavy" : "/light"),
            static_cast<long>(records), [=]() -> Check {
              const auto counts = std::make_shared<Counts>(count(*job));
              return [=] { return *counts == *expected; };
            });
  };
  add("serial", serial);
  add("pipeline", [](const Job& all) { return through_a_queue(all, 100); });
  add("thread_pool", file_a_task);
  add("queue", [](const Job& all) { return through_a_queue(all, 1); });
  add("multiprocessing", [](const Job& all) {
    return count_by_processes(
        kFiles, [&](std::size_t file) { return all.count_file(file); });
  });
  add("collected_first", collected_first);
}

}  // namespace

PatternFiles take_file_argument(int& argc, char** argv) {
  PatternFiles files;
  int kept = 1;
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], "--file=", 7) == 0) {
      files.path = argv[i] + 7;
    } else if (std::strcmp(argv[i], "--file") == 0 && i + 1 < argc) {
      files.path = argv[++i];
    } else {
      argv[kept++] = argv[i];
    }
  }
  argc = kept;
  argv[argc] = nullptr;
  if (files.path.empty()) {
    for (std::size_t file = 0; file < kFiles; ++file) {
      files.contents.push_back(marc::generate_records(file + 1, 2'000));
    }
  } else if (!std::ifstream(files.path)) {
    std::fprintf(stderr,
                 "error: cannot read \"%s\"\n  Expected a file of MARC records "
                 "(ISO 2709).\n",
                 files.path.c_str());
    std::exit(2);
  }
  return files;
}

void add_patterns(const PatternFiles& files) {
  add_all(files, false);
  add_all(files, true);
}

}  // namespace hb

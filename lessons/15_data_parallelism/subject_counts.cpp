#include "subject_counts.hpp"

#include <mutex>
#include <thread>
#include <vector>

#include "marc/record.hpp"

namespace hb {

void add_subjects(Counts& counts, const std::string& record) {
  for (const std::string& subject : marc::subjects(record)) ++counts[subject];
}

void merge(Counts& counts, const Counts& others) {
  for (const auto& [subject, count] : others) counts[subject] += count;
}

Counts count_in_order(std::span<const std::string> records) {
  Counts counts;
  for (const std::string& record : records) add_subjects(counts, record);
  return counts;
}

// #region one_map
Counted count_into_one_map(std::span<const std::string> records,
                           unsigned threads) {
  std::mutex mutex;
  Counted all;  // guarded by mutex
  {
    std::vector<std::jthread> workers;
    for (unsigned me = 0; me < threads; ++me) {
      workers.emplace_back([&, me] {
        for (std::size_t i = me; i < records.size(); i += threads) {
          std::lock_guard lock(mutex);
          ++all.locks;
          add_subjects(all.counts, records[i]);
        }
      });
    }
  }
  return all;
}
// #endregion one_map

// #region map_each
Counted count_into_a_map_each(std::span<const std::string> records,
                              unsigned threads) {
  std::mutex mutex;
  Counted all;  // guarded by mutex
  {
    std::vector<std::jthread> workers;
    for (unsigned me = 0; me < threads; ++me) {
      workers.emplace_back([&, me] {
        Counts own;  // nobody else knows of it
        for (std::size_t i = me; i < records.size(); i += threads) {
          add_subjects(own, records[i]);
        }
        // WHY the lock: another thread may be merging. Once a thread.
        std::lock_guard lock(mutex);
        ++all.locks;
        merge(all.counts, own);
      });
    }
  }
  return all;
}
// #endregion map_each

}  // namespace hb

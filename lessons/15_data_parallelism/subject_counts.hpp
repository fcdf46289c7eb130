// How often each subject, 6XX $a, occurs: by one thread, and by several.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>

namespace hb {

using Counts = std::map<std::string, std::size_t>;

struct Counted {
  Counts counts;
  std::size_t locks = 0;  // how often the shared map was locked
};

// Adds the subjects of one record.
void add_subjects(Counts& counts, const std::string& record);

// Adds what has been counted elsewhere.
void merge(Counts& counts, const Counts& others);

Counts count_in_order(std::span<const std::string> records);
Counted count_into_one_map(std::span<const std::string> records,
                           unsigned threads);
Counted count_into_a_map_each(std::span<const std::string> records,
                              unsigned threads);

}  // namespace hb

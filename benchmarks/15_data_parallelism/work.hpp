// What the ways of this benchmark do, and the ways that need a lock or a fork.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hb {

using Records = std::vector<std::string>;
using Counts = std::unordered_map<std::string, std::size_t>;

// `count` records of the seeded generator.
Records generate(std::size_t count);

// Some hundred nanoseconds, and the same for each record: a checksum.
std::uint64_t checksum(std::string_view bytes);

// Two lookups in a map, or three, and an allocation for each field: the
// subjects, and author with year, of which there are thousands.
void count_subjects(Counts& counts, const std::string& record);

void merge(Counts& all, const Counts& others);

// The cost of item i grows with its square.
std::uint64_t skewed_work(std::size_t i, std::size_t items);

// One process for each part, at once; returns the merged counts.
Counts count_by_processes(std::size_t parts,
                          const std::function<Counts(std::size_t)>& count);

}  // namespace hb

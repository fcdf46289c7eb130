// A container back into files, checked, or compared with files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "pipeline/container/item_counts.hpp"
#include "pipeline/container/key.hpp"
#include "pipeline/container/reading.hpp"
#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

struct RestoreJob {
  std::filesystem::path container;
  std::filesystem::path directory;  // the root's name is made in it; is made
                                    // if its parent is there
  std::optional<std::string> only;  // one item and what is below it; its last
                                    // name takes the place of the root's
  std::size_t workers = 1;          // 0: the calling thread does it all
  KeySource key;
};

struct RestoreReport {
  ItemCounts items;
  std::uint64_t raw_bytes = 0;
  std::uint64_t chunks = 0;
  std::vector<std::string> missing;  // items that were not packed
};

// All three hold at most 2 * workers + 1 chunks, raw and stored, and the index.
// After a stop they throw Failure (interrupted). Complexity: one pass over the
// chunks that hold any of what is wanted; the others are not read.

// Everything goes to a fresh partial folder (or file) first, NAME.partial,
// which gets its name when all of it is right and on the disk; whatever fails
// removes it. Throws Failure: cannot_create where NAME or NAME.partial exists;
// no_input for an item that is not there; damaged; io. Without the bits of
// setuid and setgid, since the owner is whoever restores. If the root itself
// was not packed nothing is made, and it is `missing`.
RestoreReport restore(const RestoreJob& job, Metrics& metrics,
                      std::stop_token stop = {});

// Structure, every record, every file's checksum, without writing anything.
// Throws the first Failure. With `only`: what it needs.
RestoreReport verify(const RestoreJob& job, Metrics& metrics,
                     std::stop_token stop = {});

// The same for one that is open; job.container and job.key are not used.
RestoreReport verify(const Container& container, const RestoreJob& job,
                     Metrics& metrics, std::stop_token stop = {});

struct Difference {
  std::string path;
  std::string text;  // "is not there", "differs at byte 17", ...
};

// Content, kinds, link targets, modes and times of modification; what is on one
// side alone. In the order of the container's items, then what is not in it.
std::vector<Difference> compare(const RestoreJob& job,
                                const std::filesystem::path& original,
                                Metrics& metrics, std::stop_token stop = {});

}  // namespace hb::pipeline

// A container back into files, checked, or compared with files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "pipeline/container/key.hpp"
#include "pipeline/metrics/metrics.hpp"

namespace hb::pipeline {

struct RestoreJob {
  std::filesystem::path container;
  std::filesystem::path directory;  // the root's name is made in it
  std::optional<std::string> only;  // one item and what is below it
  std::size_t workers = 1;
  KeySource key;
};

struct RestoreReport {
  std::uint64_t files = 0;
  std::uint64_t directories = 0;
  std::uint64_t links = 0;
  std::uint64_t raw_bytes = 0;
  std::uint64_t chunks = 0;
  std::vector<std::string> missing;  // items that were not packed
};

// Everything goes to a fresh partial folder (or file) first, which gets its
// name when all of it is right and on the disk; whatever fails removes it.
RestoreReport restore(const RestoreJob& job, Metrics& metrics,
                      std::stop_token stop = {});

// Structure, every record, every file's checksum. Throws the first Failure.
RestoreReport verify(const RestoreJob& job, Metrics& metrics,
                     std::stop_token stop = {});

struct Difference {
  std::string path;
  std::string text;  // "is not there", "differs at byte 17", ...
};

// Content, kinds, link targets, modes and times of modification.
std::vector<Difference> compare(const RestoreJob& job,
                                const std::filesystem::path& original,
                                Metrics& metrics, std::stop_token stop = {});

}  // namespace hb::pipeline

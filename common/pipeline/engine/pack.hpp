// Packs a file or a folder into a container.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "pipeline/container/item_counts.hpp"
#include "pipeline/container/key.hpp"
#include "pipeline/files/tree.hpp"
#include "pipeline/metrics/metrics.hpp"
#include "pipeline/options.hpp"
#include "pipeline/policy/plan.hpp"

namespace hb::pipeline {

struct ItemFailure {
  std::string path;
  std::string text;
  int exit_code = 0;
};

struct PackReport {
  bool interrupted = false;  // drained after a stop; no output, maybe a
                             // checkpoint
  ItemCounts items;          // that were packed
  std::uint64_t raw_bytes = 0;
  std::uint64_t stored_bytes = 0;  // of the whole container
  std::uint64_t chunks = 0;
  std::uint64_t resumed_chunks = 0;
  std::vector<ItemFailure> failures;  // with --on-error=continue
  bool permits_returned = false;      // must be true after every run
};

struct PackJob {
  std::filesystem::path input;
  std::filesystem::path output;
  bool replace = false;  // an output that exists
  Options options;
  KeySource key;
};

// Packs what walk(job.input) found. Runs to the end: the report; or throws the
// first Failure, after everything has been drained and every permit is back.
// drain: stop reading, finish what is accepted. hard_stop: end every wait. No
// thread is left when it returns.
PackReport pack(const PackJob& job, Tree tree, const Plan& plan,
                Metrics& metrics, std::stop_token drain = {},
                std::stop_token hard_stop = {});

// The same after a walk of the input.
PackReport pack(const PackJob& job, const Plan& plan, Metrics& metrics,
                std::stop_token drain = {}, std::stop_token hard_stop = {});

}  // namespace hb::pipeline

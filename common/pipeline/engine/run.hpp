// One run of the pipeline: what is connected to what.
//
//   source -> window -> supply -> workers -> records -> ledger
//
//   supply   service: a thread reads ahead, into a channel
//            minimal: workers read, in turn
//   workers  stream, tasks, fibers or threads
//   records  ordered: by this thread, in the stream's order
//            positional: by the worker, at a place of its own
//            mutex: by the worker, one after the other
//
// It ends from the front to the back: the source says that there is no more,
// workers finish what they have, and the writer what comes. A failure, or a
// hard stop, ends all waits at once, and then the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "pipeline/engine/buffers.hpp"
#include "pipeline/engine/checkpoints.hpp"
#include "pipeline/engine/chunk.hpp"
#include "pipeline/engine/ledger.hpp"
#include "pipeline/engine/pack.hpp"
#include "pipeline/engine/record_file.hpp"
#include "pipeline/engine/resume.hpp"
#include "pipeline/engine/slow_services.hpp"
#include "pipeline/engine/source.hpp"
#include "pipeline/engine/worker.hpp"
#include "pipeline/flow/first_failure.hpp"
#include "pipeline/flow/in_order.hpp"
#include "pipeline/flow/supply.hpp"
#include "pipeline/flow/window.hpp"
#include "pipeline/policy/chunk_tuner.hpp"
#include "sync/resource_manager.hpp"

namespace hb::pipeline {

class Run {
 public:
  // REQUIRES: all outlive it. `checkpoints`: null for none.
  Run(const PackJob& job, const Plan& plan, const ContainerKeys& keys,
      Tree& tree, Begun begun, const File& output, Checkpoints* checkpoints,
      Metrics& metrics, std::stop_token drain);

  // Once. True: it was interrupted. No thread is left. Failures: rethrow().
  bool to_the_end(std::stop_token hard_stop);

  void rethrow() const { failure_.rethrow(); }
  bool all_returned() const {
    return resources_.all_returned() && window_.all_returned() &&
           buffers_.all_returned();
  }
  // REQUIRES, all: to_the_end() has returned.
  Ledger& ledger() { return ledger_; }
  std::uint64_t end_of_records() const { return records_.end(); }

 private:
  using Read = std::function<bool(Chunk&)>;

  std::unique_ptr<Supply<Chunk>> start_reading();
  template <typename Work>
  void work(Supply<Chunk>& supply, Work& each);
  void run_in_order(Supply<Chunk>& supply);
  void run_unordered(Supply<Chunk>& supply);
  void write_in_order(Chunk& chunk);

  const Options& options_;
  const Plan& plan_;
  Checkpoints* const checkpoints_;
  const std::uint64_t first_chunk_;

  FirstFailure failure_;
  sync::ResourceManager resources_;
  Buffers buffers_;
  Window<Chunk> window_;
  ChunkTuner tuner_;
  SlowServices services_;
  Ledger ledger_;
  RecordFile records_;
  std::optional<Source> source_;
  std::optional<Sealing> sealing_;
  Read read_;
};

}  // namespace hb::pipeline

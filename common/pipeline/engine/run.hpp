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
#include "pipeline/engine/chunk.hpp"
#include "pipeline/engine/ledger.hpp"
#include "pipeline/engine/pack.hpp"
#include "pipeline/engine/record_file.hpp"
#include "pipeline/engine/source.hpp"
#include "pipeline/engine/worker.hpp"
#include "pipeline/flow/first_failure.hpp"
#include "pipeline/flow/in_order.hpp"
#include "pipeline/flow/supply.hpp"
#include "pipeline/flow/window.hpp"
#include "pipeline/policy/chunk_tuner.hpp"
#include "sync/gcra.hpp"
#include "sync/resource_manager.hpp"

namespace hb::pipeline {

class Run {
 public:
  // REQUIRES: all outlive it.
  Run(const PackJob& job, const Plan& plan, const ContainerKeys& keys,
      Tree& tree, const File& output, Metrics& metrics);

  // Once. True: it was interrupted. No thread is left. Failures: rethrow().
  bool to_the_end(std::stop_token drain, std::stop_token hard_stop);

  void rethrow() const { failure_.rethrow(); }
  bool all_returned() const {
    return resources_.all_returned() && window_.all_returned() &&
           buffers_.all_returned();
  }
  std::vector<ItemFailure> failures() const { return ledger_->failures(); }
  std::uint64_t end_of_records() const { return records_->end(); }
  Index take_index() { return ledger_->take_index(); }

 private:
  std::unique_ptr<Supply<Chunk>> start_reading();
  template <typename Work>
  void work(Supply<Chunk>& supply, Work& each);
  void run_in_order(Supply<Chunk>& supply);
  void run_unordered(Supply<Chunk>& supply);
  void show_gauges();

  const PackJob& job_;
  const Plan& plan_;
  const ContainerKeys& keys_;
  Tree& tree_;
  const File& output_;
  Metrics& metrics_;

  FirstFailure failure_;
  sync::ResourceManager resources_;
  Buffers buffers_;
  Window<Chunk> window_;
  ChunkTuner tuner_;
  std::optional<sync::Gcra<>> calls_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<RecordFile> records_;
  std::unique_ptr<Sealing> sealing_;
  std::unique_ptr<Source> source_;
  std::function<bool(Chunk&)> read_;
};

}  // namespace hb::pipeline

// Reads items into chunks, in the scheduler's order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "pipeline/engine/buffers.hpp"
#include "pipeline/engine/chunk.hpp"
#include "pipeline/engine/input_files.hpp"
#include "pipeline/engine/open_file.hpp"
#include "pipeline/engine/read_ahead.hpp"
#include "pipeline/files/tree.hpp"
#include "pipeline/metrics/metrics.hpp"
#include "pipeline/options.hpp"
#include "pipeline/policy/chunk_tuner.hpp"
#include "pipeline/policy/plan.hpp"
#include "pipeline/policy/scheduler.hpp"
#include "sync/resource_manager.hpp"

namespace hb::pipeline {

struct SourceOptions {
  std::size_t small_file_bytes = 0;  // 0: no fast path
  std::uint64_t large_file_bytes = Scheduler::kLarge;
  bool stops_on_error = true;
  bool shrinks_at_end = true;  // so that all workers end together
  bool reads_ahead = true;
  std::stop_token drain = {};
  std::stop_token stop = {};
};

// Where a run that was interrupted goes on.
struct StartAt {
  std::uint64_t chunk = 0;
  std::vector<bool> done;        // items; empty: none
  std::optional<OpenFile> file;  // one that was cut
};

// One thread at a time, each call after the one before.
class Source {
 public:
  // REQUIRES: all outlive it. Nobody changes what it reads of the tree: paths,
  // kinds, sizes, parents.
  Source(const Tree& tree, const Plan& plan, SourceOptions options,
         StartAt start, Buffers& buffers, sync::ResourceManager& resources,
         const ChunkTuner& tuner, Metrics& metrics);

  // Fills the chunk. False: the input has ended, or is_interrupted(). With
  // stops_on_error it throws the Failure of an item; otherwise the item's end
  // says what it was.
  bool next(Chunk& chunk);

  // REQUIRES, both: no next() is running.
  bool is_interrupted() const { return is_interrupted_; }
  // Of items that have no bytes in any chunk and came last.
  std::vector<ItemEnd>& left_over() { return left_over_; }

 private:
  struct Stopped {};

  void begin(Chunk& chunk);
  std::size_t target();
  void fill(Chunk& chunk);
  bool open_next(Chunk& chunk);
  void open(const Scheduler::Turn& turn);
  bool read_some(Chunk& chunk);
  bool read_small(Chunk& chunk);
  void read_large(Chunk& chunk);
  void end_item(Chunk& chunk, ItemEnd end);
  void fail_item(Chunk& chunk, const Failure& failure);
  bool has_file() const { return small_ || large_; }
  sync::Permit io_permit();

  const Tree& tree_;
  const SourceOptions options_;
  Buffers& buffers_;
  sync::ResourceManager& resources_;
  const ChunkTuner& tuner_;
  Metrics& metrics_;
  const std::size_t workers_;
  const std::size_t least_chunk_;
  const std::int64_t tokens_per_file_;

  Scheduler scheduler_;
  InputFiles files_;
  ReadAhead read_ahead_;
  Checksum128 small_checksum_;
  std::uint64_t remaining_ = 0;  // bytes, as far as is known
  std::uint64_t next_number_ = 0;
  std::size_t target_ = 0;  // bytes, of the chunk that is being filled

  // The file that is being read: one of the two, or none.
  std::size_t item_ = 0;
  bool is_whole_turn_ = true;
  File small_;
  std::optional<OpenFile> large_;
  std::shared_ptr<sync::FileLimit> limit_;
  // A large file that waits for its next turn.
  std::optional<OpenFile> parked_;
  std::shared_ptr<sync::FileLimit> parked_limit_;
  // What chunks of small files share.
  std::shared_ptr<sync::FileLimit> small_limit_;

  bool is_ended_ = false;
  bool is_interrupted_ = false;
  std::vector<ItemEnd> left_over_;
};

}  // namespace hb::pipeline

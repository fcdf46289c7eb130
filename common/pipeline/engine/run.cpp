#include "pipeline/engine/run.hpp"

#include <algorithm>
#include <utility>

#include "exec/thread.hpp"
#include "pipeline/engine/workers_fibers.hpp"
#include "pipeline/flow/workers.hpp"

namespace hb::pipeline {
namespace {

// What buffers take is bounded by the window, and not by leases.
sync::Limits limits_of(const Plan& plan) {
  return {.cpu_tokens = plan.cpu_tokens,
          .io_tokens = plan.io_tokens,
          .memory_bytes = 1};
}

bool stops_on_error(const Options& options, const Tree& tree) {
  if (options.on_error != OnError::automatic) {
    return options.on_error == OnError::stop;
  }
  return tree.entries.size() == 1;
}

// Throws for the first item that could not be looked at, if that is to end it.
void check_walk(const Options& options, const Tree& tree) {
  if (!stops_on_error(options, tree)) return;
  for (const Entry& entry : tree.entries) {
    if (entry.item.error == 0) continue;
    throw system_failure(entry.item.error, Stage::walk, entry.item.path);
  }
}

}  // namespace

Run::Run(const PackJob& job, const Plan& plan, const ContainerKeys& keys,
         Tree& tree, Begun begun, const File& output, Checkpoints* checkpoints,
         Metrics& metrics, std::stop_token drain)
    : options_(job.options),
      plan_(plan),
      checkpoints_(checkpoints),
      first_chunk_(begun.start.chunk),
      resources_(limits_of(plan)),
      buffers_(sealed_bound(keys.header(), plan.most_chunk_bytes),
               plan.window + plan.workers, metrics),
      window_(plan.window),
      tuner_(plan),
      services_(job.options, failure_.stop_token()),
      ledger_(tree, std::move(begun.chunks),
              std::min(plan.least_chunk_bytes, kLeastChunk),
              options_.small_file_bytes, metrics),
      records_(output, begun.bytes, ledger_, resources_, metrics,
               failure_.stop_token()) {
  check_walk(options_, tree);
  sealing_.emplace(plan.workers, keys, buffers_, resources_, tuner_, services_,
                   metrics, failure_.stop_token());
  source_.emplace(
      tree, plan,
      SourceOptions{.small_file_bytes = options_.small_file_bytes,
                    .large_file_bytes = options_.large_file_bytes,
                    .stops_on_error = stops_on_error(options_, tree),
                    .shrinks_at_end = !options_.chunk_bytes,
                    .reads_ahead = options_.reader == ReaderKind::service,
                    .drain = std::move(drain),
                    .stop = failure_.stop_token()},
      std::move(begun.start), buffers_, resources_, tuner_, metrics);
}

bool Run::to_the_end(std::stop_token hard_stop) {
  const std::stop_callback end_all_waits(std::move(hard_stop),
                                         [&] { failure_.stop(); });
  failure_.guard([&] {
    // WHY first: from here on there is something to resume.
    if (checkpoints_ != nullptr) checkpoints_->save(records_.end(), ledger_);
    const std::unique_ptr<Supply<Chunk>> supply = start_reading();
    if (options_.writer == WriterKind::ordered) {
      run_in_order(*supply);
    } else {
      run_unordered(*supply);
    }
  });
  const bool is_interrupted =
      source_->is_interrupted() || failure_.stop_token().stop_requested();
  if (!is_interrupted) ledger_.ended(source_->left_over());
  // Their tokens and buffers go back: read-ahead's, and the workers' spares.
  source_.reset();
  sealing_.reset();
  return is_interrupted;
}

std::unique_ptr<Supply<Chunk>> Run::start_reading() {
  read_ = [this](Chunk& chunk) {
    if (!source_->next(chunk)) return false;
    sealing_->coming();
    return true;
  };
  if (options_.reader == ReaderKind::minimal) {
    return std::make_unique<MinimalSupply<Chunk, Read>>(window_, read_,
                                                        failure_);
  }
  return std::make_unique<ServiceSupply<Chunk, Read>>(
      window_, plan_.channel_depth, read_, failure_);
}

template <typename Work>
void Run::work(Supply<Chunk>& supply, Work& each) {
  switch (options_.spawn_style) {
    case SpawnStyle::stream:
      return run_stream(supply, plan_.workers, each);
    case SpawnStyle::tasks:
      return run_tasks(supply, plan_.workers, each);
    case SpawnStyle::threads:
      return run_threads(supply, plan_.workers, each);
    case SpawnStyle::fibers:
      return run_fibers(supply, plan_.workers, each);
  }
}

// #region in_order
void Run::run_in_order(Supply<Chunk>& supply) {
  InOrder<Chunk> in_order(plan_.window, first_chunk_);
  auto each = [&](std::size_t worker, HeldChunk chunk) {
    failure_.guard([&] {
      if (!sealing_->seal(worker, *chunk)) return;
      records_.coming();
      in_order.deliver(std::move(chunk));
    });
  };
  // WHY a thread for the workers: the writer is this one.
  exec::Thread workers({.name = "workers"}, [&] {
    failure_.guard([&] { work(supply, each); });
    in_order.close();  // the other end: run(), which ends when all is written
  });
  in_order.run([&](HeldChunk chunk) { write_in_order(*chunk); }, failure_);
}
// #endregion in_order

void Run::write_in_order(Chunk& chunk) {
  records_.append(chunk);
  // WHY not after the last: what is resumed has one more to come.
  if (checkpoints_ != nullptr && !chunk.is_last) {
    checkpoints_->wrote(records_.end(), ledger_);
  }
}

void Run::run_unordered(Supply<Chunk>& supply) {
  const bool is_positional = options_.writer == WriterKind::positional;
  auto each = [&](std::size_t worker, HeldChunk chunk) {
    failure_.guard([&] {
      if (!sealing_->seal(worker, *chunk)) return;
      records_.coming();
      is_positional ? records_.append_positional(*chunk)
                    : records_.append_locked(*chunk);
    });
  };
  work(supply, each);
}

}  // namespace hb::pipeline

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

}  // namespace

Run::Run(const PackJob& job, const Plan& plan, const ContainerKeys& keys,
         Tree& tree, const File& output, Metrics& metrics)
    : job_(job),
      plan_(plan),
      keys_(keys),
      tree_(tree),
      output_(output),
      metrics_(metrics),
      resources_(limits_of(plan)),
      buffers_(sealed_bound(keys.header(), plan.most_chunk_bytes),
               plan.window + plan.workers, metrics),
      window_(plan.window),
      tuner_(plan) {
  const bool is_slow = job.options.wants("ocr") || job.options.wants("llm");
  if (is_slow && job.options.calls_per_minute) {
    calls_.emplace(sync::per(std::chrono::minutes(1),
                             *job.options.calls_per_minute, job.options.burst));
  }
}

bool Run::to_the_end(std::stop_token drain, std::stop_token hard_stop) {
  const std::stop_callback end_all_waits(hard_stop, [&] { failure_.stop(); });
  const std::stop_token stop = failure_.stop_token();
  ledger_ = std::make_unique<Ledger>(tree_, std::vector<ChunkEntry>(),
                                     job_.options.small_file_bytes, metrics_);
  records_ = std::make_unique<RecordFile>(output_, kHeaderBytes, *ledger_,
                                          resources_, metrics_, stop);
  sealing_ = std::make_unique<Sealing>(
      plan_.workers, keys_, buffers_, resources_, tuner_,
      calls_ ? &*calls_ : nullptr, metrics_, stop);
  source_ = std::make_unique<Source>(
      tree_, plan_,
      SourceOptions{.small_file_bytes = job_.options.small_file_bytes,
                    .stops_on_error = stops_on_error(job_.options, tree_),
                    .shrinks_at_end = !job_.options.chunk_bytes,
                    .reads_ahead = job_.options.reader == ReaderKind::service,
                    .drain = std::move(drain),
                    .stop = stop},
      StartAt{}, buffers_, resources_, tuner_, metrics_);
  failure_.guard([&] {
    const std::unique_ptr<Supply<Chunk>> supply = start_reading();
    if (job_.options.writer == WriterKind::ordered) {
      run_in_order(*supply);
    } else {
      run_unordered(*supply);
    }
  });
  ledger_->ended(source_->left_over());
  const bool interrupted = source_->is_interrupted() || stop.stop_requested();
  source_.reset();
  sealing_.reset();
  return interrupted;
}

std::unique_ptr<Supply<Chunk>> Run::start_reading() {
  read_ = [this](Chunk& chunk) { return source_->next(chunk); };
  using Read = std::function<bool(Chunk&)>;
  if (job_.options.reader == ReaderKind::minimal) {
    return std::make_unique<MinimalSupply<Chunk, Read>>(window_, read_,
                                                        failure_);
  }
  return std::make_unique<ServiceSupply<Chunk, Read>>(
      window_, plan_.channel_depth, read_, failure_);
}

template <typename Work>
void Run::work(Supply<Chunk>& supply, Work& each) {
  switch (job_.options.spawn_style) {
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

void Run::run_in_order(Supply<Chunk>& supply) {
  InOrder<Chunk> in_order(plan_.window);
  auto each = [&](std::size_t worker, HeldChunk chunk) {
    failure_.guard([&] {
      if (sealing_->seal(worker, *chunk)) in_order.deliver(std::move(chunk));
    });
  };
  // WHY a thread for the workers: the writer is this one.
  exec::Thread workers({.name = "workers"}, [&] {
    failure_.guard([&] { work(supply, each); });
    in_order.close();  // the other end: run(), which ends when all is written
  });
  in_order.run([&](HeldChunk chunk) { records_->append(*chunk); }, failure_);
}

void Run::run_unordered(Supply<Chunk>& supply) {
  const bool is_positional = job_.options.writer == WriterKind::positional;
  auto each = [&](std::size_t worker, HeldChunk chunk) {
    failure_.guard([&] {
      if (!sealing_->seal(worker, *chunk)) return;
      is_positional ? records_->append_positional(*chunk)
                    : records_->append_locked(*chunk);
    });
  };
  work(supply, each);
}

}  // namespace hb::pipeline

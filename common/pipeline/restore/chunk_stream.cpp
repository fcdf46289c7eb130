#include "pipeline/restore/chunk_stream.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "exec/thread.hpp"
#include "exec/worker_pool.hpp"
#include "sync/buffer_pool.hpp"
#include "sync/channel.hpp"

namespace hb::pipeline {
namespace {

using sync::Outcome;

// A chunk in memory. The buffer holds the raw bytes and behind them the record.
struct OpenedChunk {
  sync::Buffer buffer;
  std::span<const std::byte> raw;
};

class ChunkStream {
 public:
  ChunkStream(const Container& container, std::span<const std::uint64_t> chunks,
              ChunkVisitor& visitor, const StreamOptions& options,
              Metrics& metrics)
      : container_(container),
        chunks_(chunks),
        visitor_(visitor),
        options_(options),
        metrics_(metrics),
        window_(2 * options.workers + 1),
        buffers_({.bytes = room_for_raw() + room_for_record(),
                  .keep = window_,
                  .limit = window_}),
        openers_(window_),
        in_order_(window_) {}

  // WHY: for one chunk the threads would cost more than the work.
  void run_alone(const std::stop_token& stop) {
    Opener opener(container_.keys());
    std::vector<std::byte> bytes(room_for_raw_ + room_for_record());
    while (done_ < chunks_.size() && !stop.stop_requested()) {
      visitor_.begin(done_);
      const std::span<const std::byte> raw = open(done_, bytes, opener);
      see(raw);
    }
    check_end(stop);
  }

  void run(const std::stop_token& stop) {
    for (std::size_t n = 0; n < options_.workers; ++n) {
      openers_.send(std::make_unique<Opener>(container_.keys()));
    }
    // WHY a stop source of its own: an error stops the others, too.
    std::stop_source ours;
    const std::stop_callback forward(stop, [&] { ours.request_stop(); });
    exec::WorkerPool workers(
        exec::WorkerPool::builder().threads(options_.workers).name("opener"));
    // After a stop nobody waits for what no worker has begun.
    const std::stop_callback drop(
        ours.get_token(), [&] { workers.close(exec::Remaining::drop); });
    const exec::Thread reader({.name = "reader"},
                              [&] { read_all(workers, ours.get_token()); });
    try {
      consume(ours.get_token());
    } catch (...) {
      ours.request_stop();
      throw;
    }
    check_end(stop);
  }

 private:
  void check_end(const std::stop_token& stop) const {
    if (done_ < chunks_.size()) check_stop(stop, options_.stage);
  }

  std::size_t room_for_raw() const {
    std::size_t most = 1;
    for (const std::uint64_t chunk : chunks_) {
      const ChunkEntry& entry = container_.index().chunks[chunk];
      // What is stored plain stays in the record.
      if ((entry.flags & kStoredPlain) != 0) continue;
      most = std::max<std::size_t>(most, entry.raw_bytes);
    }
    return most;
  }
  std::size_t room_for_record() const {
    std::size_t most = 1;
    for (const std::uint64_t chunk : chunks_) {
      most = std::max(most, container_.record_bytes(chunk));
    }
    return most;
  }

  // The reader's whole life: a buffer, a handle in order, for each chunk.
  void read_all(exec::WorkerPool& workers, const std::stop_token& stop) {
    try {
      for (std::size_t n = 0; n < chunks_.size(); ++n) {
        // WHY here: a chunk waits until one before it is through.
        sync::Expected<sync::Buffer> buffer = buffers_.acquire(stop);
        if (!buffer || stop.stop_requested()) break;
        visitor_.begin(n);
        exec::Handle<OpenedChunk> opened = workers.submit(
            [this, n, taken = std::optional(*std::move(buffer))]() mutable {
              return open(n, *std::move(taken));
            });
        if (in_order_.send(std::move(opened), stop) != Outcome::done) break;
      }
    } catch (...) {
      // Written before close(), read by consume() after it has seen that.
      error_ = std::current_exception();
    }
    in_order_.close();
  }

  OpenedChunk open(std::size_t position, sync::Buffer buffer) {
    const auto start = std::chrono::steady_clock::now();
    metrics_.set(Gauge::active_workers, ++active_);
    const struct Ending {
      ChunkStream& stream;
      ~Ending() {
        stream.metrics_.set(Gauge::active_workers, --stream.active_);
      }
    } ending{*this};
    // There is one for each worker: it does not wait.
    std::unique_ptr<Opener> opener = *openers_.receive();
    const struct Returning {
      ChunkStream& stream;
      std::unique_ptr<Opener>& opener;
      ~Returning() { stream.openers_.send(std::move(opener)); }
    } returning{*this, opener};

    const std::span<const std::byte> raw =
        open(position, buffer.bytes(), *opener);
    metrics_.record(Timing::chunk_cpu_time,
                    std::chrono::steady_clock::now() - start);
    return {std::move(buffer), raw};
  }

  // `room`: for the raw bytes, and behind them the record.
  std::span<const std::byte> open(std::size_t position,
                                  std::span<std::byte> room, Opener& opener) {
    const std::uint64_t chunk = chunks_[position];
    const std::span<std::byte> record =
        container_.read_record(chunk, room.subspan(room_for_raw_));
    metrics_.count(Counter::io_reads);
    const std::span<const std::byte> raw =
        opener.open(chunk, container_.index().chunks[chunk], record,
                    room.first(room_for_raw_));
    visitor_.in_parallel(position, raw);
    return raw;
  }

  void see(std::span<const std::byte> raw) {
    visitor_.in_order(done_, raw);
    ++done_;
    metrics_.count(Counter::chunks_processed);
    metrics_.count(Counter::bytes_processed, raw.size());
  }

  void consume(const std::stop_token& stop) {
    while (sync::Expected<exec::Handle<OpenedChunk>> next =
               in_order_.receive(stop)) {
      // Throws what the worker threw.
      const sync::Expected<OpenedChunk> opened = next->get(stop);
      if (!opened) return;  // stopped
      see(opened->raw);
    }
    if (!stop.stop_requested() && error_) std::rethrow_exception(error_);
  }

  const Container& container_;
  const std::span<const std::uint64_t> chunks_;
  ChunkVisitor& visitor_;
  const StreamOptions options_;
  Metrics& metrics_;
  const std::size_t window_;
  const std::size_t room_for_raw_ = room_for_raw();
  sync::BufferPool buffers_;
  sync::Channel<std::unique_ptr<Opener>> openers_;
  sync::Channel<exec::Handle<OpenedChunk>> in_order_;
  std::atomic<std::int64_t> active_{0};
  std::exception_ptr error_;  // the reader's; guarded by in_order_'s close
  std::size_t done_ = 0;      // the caller's
};

std::uint64_t raw_bytes_of(const Container& container,
                           std::span<const std::uint64_t> chunks) {
  std::uint64_t sum = 0;
  for (const std::uint64_t chunk : chunks) {
    sum += container.index().chunks[chunk].raw_bytes;
  }
  return sum;
}

}  // namespace

void visit_chunks(const Container& container,
                  std::span<const std::uint64_t> chunks, ChunkVisitor& visitor,
                  const StreamOptions& options, Metrics& metrics,
                  std::stop_token stop) {
  if (chunks.empty()) return;
  metrics.expect_bytes(raw_bytes_of(container, chunks));
  ChunkStream stream(container, chunks, visitor, options, metrics);
  if (options.workers == 0 || chunks.size() == 1) {
    stream.run_alone(stop);
  } else {
    stream.run(stop);
  }
}

}  // namespace hb::pipeline

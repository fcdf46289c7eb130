// Two levels of limits: one for the whole program, one for each file.
//
// A limit of eight workers a file is no limit: ten files are eighty workers. A
// global one alone lets one file take it all. So each task takes a permit of
// its file and then one of the program's tokens:
//
//   hb::sync::ResourceManager all(limits_for(Storage::nvme, memory));
//   hb::sync::FileLimit file(all, 8);
//   if (auto lease = file.task_lease(stop)) work();  // both are back here
//
// One order for all: file, memory, I/O, CPU. Whoever holds one takes only what
// stands behind it, so the last in any chain of waiting holds what it needs,
// works, and returns it: no deadlock. WHY the file first: tasks that wait for
// their own file's turn then hold nothing that others could use; the other way
// round, one file's waiters would hold all of the program's tokens. WHY the CPU
// last: the scarcest is held for the work alone, and never for a wait.
//
// Thread safety: everything but construction and destruction. All leases must
// be back before either object is destroyed (asserted).
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stop_token>

#include "sync/semaphore.hpp"

namespace hb::sync {

enum class Storage { nvme, ssd, hdd };

struct Limits {
  std::int64_t cpu_tokens = 1;
  std::int64_t io_tokens = 1;
  std::int64_t memory_bytes = 1;  // at most Semaphore::kMost (512 GiB)
};

// CPU: one less than processors, at least one. I/O: what keeps such a device
// busy: 24, 12 or 4 requests.
Limits limits_for(Storage storage, std::int64_t memory_bytes,
                  std::size_t processors);
Limits limits_for(Storage storage, std::int64_t memory_bytes);

// The chunks that may be worked on at once: as many as fit into memory, and no
// more than tasks. REQUIRES: chunk_bytes > 0.
std::int64_t max_parallel_chunks(std::int64_t max_memory_bytes,
                                 std::int64_t chunk_bytes,
                                 std::int64_t max_concurrent_tasks);

// What waiting has cost so far: back-pressure, as a figure.
struct Waits {
  std::int64_t count = 0;  // of those that did not get theirs at once
  std::chrono::nanoseconds total{0};
};

// A semaphore that measures how long it makes others wait. The clock is read
// only if somebody has to.
class MeteredSemaphore {
 public:
  explicit MeteredSemaphore(std::int64_t capacity) : semaphore_(capacity) {}

  Expected<Permit> acquire(std::int64_t count, std::stop_token stop);
  Outcome take(std::int64_t count, std::stop_token stop);
  void release(std::int64_t count) { semaphore_.release(count); }
  void close() { semaphore_.close(); }

  Waits waits() const;
  std::int64_t in_use() const {
    return semaphore_.capacity() - semaphore_.available();
  }
  std::int64_t capacity() const { return semaphore_.capacity(); }

 private:
  void count_wait(std::chrono::nanoseconds time);

  Semaphore semaphore_;
  // WHY relaxed, both: figures to look at; nobody concludes anything from them.
  std::atomic<std::int64_t> waits_ = 0;
  std::atomic<std::int64_t> nanoseconds_ = 0;
};

class ResourceManager {
 public:
  explicit ResourceManager(const Limits& limits)
      : cpu_(limits.cpu_tokens),
        io_(limits.io_tokens),
        memory_(limits.memory_bytes) {}

  // RAII: what is leased is returned by the Permit's destructor. Or stopped, or
  // closed.
  Expected<Permit> cpu_lease(std::stop_token stop = {}) {
    return cpu_.acquire(1, std::move(stop));
  }
  Expected<Permit> io_lease(std::stop_token stop = {}) {
    return io_.acquire(1, std::move(stop));
  }
  // Throws std::invalid_argument for more than the limit. REQUIRES: bytes > 0.
  Expected<Permit> memory_lease(std::int64_t bytes, std::stop_token stop = {}) {
    return memory_.acquire(bytes, std::move(stop));
  }

  // By hand: after `done`, each acquire needs its release on every path. Here
  // to show what the leases do for you.
  Outcome acquire_cpu(std::stop_token stop = {}) {
    return cpu_.take(1, std::move(stop));
  }
  void release_cpu() { cpu_.release(1); }
  Outcome acquire_io(std::stop_token stop = {}) {
    return io_.take(1, std::move(stop));
  }
  void release_io() { io_.release(1); }
  Outcome acquire_memory(std::int64_t bytes, std::stop_token stop = {}) {
    return memory_.take(bytes, std::move(stop));
  }
  void release_memory(std::int64_t bytes) { memory_.release(bytes); }

  // Nobody gets anything more. What is out comes back.
  void close();

  const MeteredSemaphore& cpu() const { return cpu_; }
  const MeteredSemaphore& io() const { return io_; }
  const MeteredSemaphore& memory() const { return memory_; }  // bytes
  bool all_returned() const;

 private:
  MeteredSemaphore cpu_;
  MeteredSemaphore io_;
  MeteredSemaphore memory_;
};

// What a task holds: its file's permit, and what it has of the program's. It
// returns them in the opposite order.
struct TaskLease {
  Permit file;
  Permit memory;  // none where none was asked for
  Permit cpu;
};

// The limit of one file. REQUIRES: outlived by `all`.
class FileLimit {
 public:
  FileLimit(ResourceManager& all, std::int64_t tasks)
      : all_(all), tasks_(tasks) {}

  // All of it or nothing, and why: stopped, closed. `bytes`: of memory, or 0.
  Expected<TaskLease> task_lease(std::stop_token stop = {}) {
    return task_lease(0, std::move(stop));
  }
  Expected<TaskLease> task_lease(std::int64_t bytes, std::stop_token stop = {});

  void close() { tasks_.close(); }
  const MeteredSemaphore& tasks() const { return tasks_; }

 private:
  ResourceManager& all_;
  MeteredSemaphore tasks_;
};

}  // namespace hb::sync

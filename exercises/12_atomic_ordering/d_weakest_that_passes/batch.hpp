// 12d  weakest_that_passes: an order for each reason, and no more
//
// Situation  Five atomic operations, five memory orders, all of them guessed.
//            "seq_cst to be safe" stands where nothing depends on the order,
//            and "relaxed, it is only a counter" where a result does.
//
// Task       For each operation write the weakest order that passes:
//            - no two workers take the same job;
//            - the last worker to finish may use what the others wrote;
//            - so may whoever has seen is_finished();
//            - bytes() is exact after that.
//            Stronger than needed is accepted. The check says where.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. Change memory orders; the operations may stay as they are.
//
// Check      ./workbook check 12d
#pragma once

#include <atomic>

namespace hb {

// A batch of jobs, numbered from 0, that several workers share out.
// ---------------------------------------------------- edit below this line
class Batch {
 public:
  Batch(int jobs, int workers) : jobs_(jobs), running_(workers) {}

  // The next job, which nobody else gets; jobs() and above: none is left.
  int take() { return next_.fetch_add(1, std::memory_order_seq_cst); }

  // Counts what a job has read.
  void add_bytes(int bytes) {
    bytes_.fetch_add(bytes, std::memory_order_acq_rel);
  }

  // A worker has ended. Returns true to the last one, which may use whatever
  // the others have written.
  bool finish() {
    // TODO: two of the five orders are too weak, the others too strong.
    return running_.fetch_sub(1, std::memory_order_relaxed) == 1;
  }

  // True once every worker has ended. What they wrote may then be read.
  bool is_finished() const {
    return running_.load(std::memory_order_relaxed) == 0;
  }

  // Exact once is_finished() has returned true.
  int bytes() const { return bytes_.load(std::memory_order_seq_cst); }

  int jobs() const { return jobs_; }

 private:
  const int jobs_;
  std::atomic<int> next_ = 0;
  std::atomic<int> bytes_ = 0;
  std::atomic<int> running_;  // workers that have not ended
};

}  // namespace hb

// 12d  weakest_that_passes: an order for each reason, and no more (solution)
#pragma once

#include <atomic>

namespace hb {

// A batch of jobs, numbered from 0, that several workers share out.
// ---------------------------------------------------- edit below this line
class Batch {
 public:
  Batch(int jobs, int workers) : jobs_(jobs), running_(workers) {}

  // The next job, which nobody else gets; jobs() and above: none is left.
  int take() {
    // WHY relaxed: that each number is given out once is atomicity, and every
    // order has that. No data comes with a number.
    return next_.fetch_add(1, std::memory_order_relaxed);
  }

  // Counts what a job has read.
  void add_bytes(int bytes) {
    // WHY relaxed: nothing is done because of the sum while workers run.
    bytes_.fetch_add(bytes, std::memory_order_relaxed);
  }

  // A worker has ended. Returns true to the last one, which may use whatever
  // the others have written.
  bool finish() {
    // WHY release: hands on what this worker wrote, to the last one and to
    // whoever sees is_finished(). WHY acquire: the last one receives it, from
    // the release of each finish() before.
    return running_.fetch_sub(1, std::memory_order_acq_rel) == 1;
  }

  // True once every worker has ended. What they wrote may then be read.
  bool is_finished() const {
    // WHY acquire: pairs with the release of every finish(): each continues the
    // release sequence of those before it, so reading 0 receives from all.
    return running_.load(std::memory_order_acquire) == 0;
  }

  // Exact once is_finished() has returned true.
  int bytes() const {
    // WHY relaxed: is_finished() has received every addition already.
    return bytes_.load(std::memory_order_relaxed);
  }

  int jobs() const { return jobs_; }

 private:
  const int jobs_;
  std::atomic<int> next_ = 0;
  std::atomic<int> bytes_ = 0;
  std::atomic<int> running_;  // workers that have not ended
};

}  // namespace hb

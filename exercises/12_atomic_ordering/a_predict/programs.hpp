// The four programs of 12a. Two threads each: first() and second() run at the
// same time, once, and the outcome is r1 and r2 when both have ended.
//
// The names are those of the literature: MP, message passing, and SB, store
// buffering.
#pragma once

#include <atomic>

namespace hb {

struct MessagePassingRelaxed {
  std::atomic<int> data = 0;
  std::atomic<int> flag = 0;
  int r1 = 0;
  int r2 = 0;

  void first() {
    data.store(1, std::memory_order_relaxed);
    flag.store(1, std::memory_order_relaxed);
  }
  void second() {
    r1 = flag.load(std::memory_order_relaxed);
    r2 = data.load(std::memory_order_relaxed);
  }
};

struct MessagePassing {
  std::atomic<int> data = 0;
  std::atomic<int> flag = 0;
  int r1 = 0;
  int r2 = 0;

  void first() {
    data.store(1, std::memory_order_relaxed);
    flag.store(1, std::memory_order_release);
  }
  void second() {
    r1 = flag.load(std::memory_order_acquire);
    r2 = data.load(std::memory_order_relaxed);
  }
};

struct StoreBuffering {
  std::atomic<int> x = 0;
  std::atomic<int> y = 0;
  int r1 = 0;
  int r2 = 0;

  void first() {
    x.store(1, std::memory_order_release);
    r1 = y.load(std::memory_order_acquire);
  }
  void second() {
    y.store(1, std::memory_order_release);
    r2 = x.load(std::memory_order_acquire);
  }
};

struct StoreBufferingSeqCst {
  std::atomic<int> x = 0;
  std::atomic<int> y = 0;
  int r1 = 0;
  int r2 = 0;

  void first() {
    x.store(1, std::memory_order_seq_cst);
    r1 = y.load(std::memory_order_seq_cst);
  }
  void second() {
    y.store(1, std::memory_order_seq_cst);
    r2 = x.load(std::memory_order_seq_cst);
  }
};

}  // namespace hb

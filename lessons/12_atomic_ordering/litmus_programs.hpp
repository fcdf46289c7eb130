// Three small programs with the names that the literature gives them. Each is
// run by two threads, first() and second(), once; r1 and r2 are what came out.
#pragma once

#include <atomic>

namespace hb {

// MP, message passing: the data first, then the flag.
// #region message_passing
template <std::memory_order kStore, std::memory_order kLoad>
struct MessagePassing {
  std::atomic<int> data = 0;
  std::atomic<int> flag = 0;
  int r1 = 0;
  int r2 = 0;

  void first() {
    data.store(1, std::memory_order_relaxed);
    flag.store(1, kStore);
  }
  void second() {
    r1 = flag.load(kLoad);
    r2 = data.load(std::memory_order_relaxed);
  }
};
// #endregion message_passing

// SB, store buffering: each writes its own and reads the other's.
// #region store_buffering
template <std::memory_order kStore, std::memory_order kLoad>
struct StoreBuffering {
  std::atomic<int> x = 0;
  std::atomic<int> y = 0;
  int r1 = 0;
  int r2 = 0;

  void first() {
    x.store(1, kStore);
    r1 = y.load(kLoad);
  }
  void second() {
    y.store(1, kStore);
    r2 = x.load(kLoad);
  }
};
// #endregion store_buffering

// The entry of Dekker's algorithm: raise a flag, and enter if the other's is
// down. r1 and r2 say who has entered.
// #region dekker
template <std::memory_order kStore, std::memory_order kLoad>
struct DekkerEntry {
  std::atomic<bool> zero_wants = false;
  std::atomic<bool> one_wants = false;
  int r1 = 0;
  int r2 = 0;

  void first() {
    zero_wants.store(true, kStore);
    if (!one_wants.load(kLoad)) r1 = 1;
  }
  void second() {
    one_wants.store(true, kStore);
    if (!zero_wants.load(kLoad)) r2 = 1;
  }
};
// #endregion dekker

}  // namespace hb

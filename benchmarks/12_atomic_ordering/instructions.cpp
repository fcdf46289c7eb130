// One function for each operation and order, for instructions.sh to read what
// the compiler makes of it. Never linked into anything.

#include <atomic>

using Object = std::atomic<long>;

#define HB_STORE(order)                           \
  extern "C" void store_##order(Object& object) { \
    object.store(1, std::memory_order_##order);   \
  }
#define HB_LOAD(order)                             \
  extern "C" long load_##order(Object& object) {   \
    return object.load(std::memory_order_##order); \
  }
#define HB_UPDATE(order)                                   \
  extern "C" long exchange_##order(Object& object) {       \
    return object.exchange(1, std::memory_order_##order);  \
  }                                                        \
  extern "C" long fetch_add_##order(Object& object) {      \
    return object.fetch_add(1, std::memory_order_##order); \
  }                                                        \
  extern "C" void count_##order(Object& object) {          \
    object.fetch_add(1, std::memory_order_##order);        \
  }

#define HB_FENCE(order)                                  \
  extern "C" void fence_##order() {                      \
    std::atomic_thread_fence(std::memory_order_##order); \
  }

HB_STORE(relaxed)
HB_STORE(release)
HB_STORE(seq_cst)
HB_LOAD(relaxed)
HB_LOAD(acquire)
HB_LOAD(seq_cst)
HB_UPDATE(relaxed)
HB_UPDATE(acq_rel)
HB_UPDATE(seq_cst)
HB_FENCE(acq_rel)

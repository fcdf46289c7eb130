// Other people's bounded queues that block, and where they are installed,
// oneTBB's and moodycamel's.

#include <bit>
#include <boost/fiber/buffered_channel.hpp>
#include <boost/thread/sync_bounded_queue.hpp>
#include <thread>

#include "measure.hpp"

#ifdef HB_HAVE_CONCURRENTQUEUE
#include <concurrentqueue/blockingconcurrentqueue.h>
#endif
#ifdef HB_HAVE_TBB
#include <oneapi/tbb/concurrent_queue.h>
#endif

namespace hb {
namespace {

class BoostSyncBoundedQueue {
 public:
  explicit BoostSyncBoundedQueue(std::size_t depth) : queue_(depth) {}
  void send(Value value) { queue_.push_back(value); }
  void close() { queue_.close(); }
  template <typename Each>
  void receive_all(Each each) {
    Value value = 0;
    while (queue_.wait_pull_front(value) == boost::queue_op_status::success) {
      each(value);
    }
  }

 private:
  boost::sync_bounded_queue<Value> queue_;
};

// Used by threads: each is then its own only fiber.
class FibersBufferedChannel {
 public:
  // WHY: its capacity is a power of two, and it holds one value less.
  explicit FibersBufferedChannel(std::size_t depth)
      : channel_(std::bit_ceil(depth + 1)) {}
  void send(Value value) { channel_.push(value); }
  void close() { channel_.close(); }
  template <typename Each>
  void receive_all(Each each) {
    Value value = 0;
    while (channel_.pop(value) == boost::fibers::channel_op_status::success) {
      each(value);
    }
  }

 private:
  boost::fibers::buffered_channel<Value> channel_;
};

#ifdef HB_HAVE_TBB
// It has no close: a marker for each of up to four receivers.
class TbbBoundedQueue {
 public:
  explicit TbbBoundedQueue(std::size_t depth) {
    queue_.set_capacity(static_cast<std::ptrdiff_t>(depth));
  }
  void send(Value value) { queue_.push(value); }
  void close() { queue_.push(-1); }
  template <typename Each>
  void receive_all(Each each) {
    for (Value value = 0;;) {
      queue_.pop(value);
      if (value < 0) break;
      each(value);
    }
    // WHY: one marker goes round, and the last receiver leaves it there.
    queue_.push(-1);
  }

 private:
  oneapi::tbb::concurrent_bounded_queue<Value> queue_;
};
#endif

#ifdef HB_HAVE_CONCURRENTQUEUE
// It has no bound and no close: a semaphore of its own bounds it, a marker ends
// it. It keeps the order of one producer only, so the marker may overtake.
class MoodycamelBounded {
 public:
  explicit MoodycamelBounded(std::size_t depth)
      : room_(static_cast<std::ptrdiff_t>(depth)) {}
  void send(Value value) {
    room_.wait();
    queue_.enqueue(value);
  }
  void close() { queue_.enqueue(-1); }
  template <typename Each>
  void receive_all(Each each) {
    Value value = 0;
    for (queue_.wait_dequeue(value); value >= 0; queue_.wait_dequeue(value)) {
      room_.signal();
      each(value);
    }
    // WHY: what the marker has overtaken; then it is the next receiver's.
    while (queue_.try_dequeue(value)) {
      room_.signal();
      each(value);
    }
    queue_.enqueue(-1);
  }

 private:
  moodycamel::BlockingConcurrentQueue<Value> queue_;
  moodycamel::LightweightSemaphore room_;
};
#endif

}  // namespace

void add_peers(std::size_t depth, Shape shape) {
  add<BoostSyncBoundedQueue>("boost_sync_bounded_queue", depth, shape);
  add<FibersBufferedChannel>("boost_fibers_channel", depth, shape);
#ifdef HB_HAVE_TBB
  add<TbbBoundedQueue>("tbb_bounded_queue", depth, shape);
#endif
#ifdef HB_HAVE_CONCURRENTQUEUE
  add<MoodycamelBounded>("moodycamel_bounded", depth, shape);
#endif
}

}  // namespace hb

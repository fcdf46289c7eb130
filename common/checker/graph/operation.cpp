#include "checker/graph/operation.hpp"

#include <bit>

#include "checker/graph/event.hpp"

namespace hb::checker {

bool is_timed(Operation operation) {
  return operation == Operation::mutex_timed_lock ||
         operation == Operation::wait_timed_sleep ||
         operation == Operation::semaphore_timed_acquire ||
         operation == Operation::shared_timed_lock_shared ||
         operation == Operation::shared_timed_lock;
}

bool may_repeat(Operation operation) {
  switch (operation) {
    case Operation::mutex_lock:
    case Operation::mutex_unlock:
    case Operation::wait_enter:
    case Operation::wait_sleep:
    case Operation::wait_leave:
    case Operation::semaphore_acquire:
    case Operation::semaphore_release:
    case Operation::shared_lock_shared:
    case Operation::shared_lock:
    case Operation::shared_unlock:
      return false;
    default:
      return true;
  }
}

bool is_lock(Operation operation) {
  return operation == Operation::mutex_lock ||
         operation == Operation::mutex_timed_lock ||
         operation == Operation::shared_lock_shared ||
         operation == Operation::shared_lock ||
         operation == Operation::shared_timed_lock_shared ||
         operation == Operation::shared_timed_lock;
}

namespace {

constexpr std::uint64_t kLowByte = 255;
constexpr std::uint64_t kOneAbove = 256;  // one more above the low byte

// The transition function of every operation, at one value that was read.
class Transition {
 public:
  explicit Transition(Event& read)
      : e_(read), state_(read.value_read), self_(std::uint64_t(e_.thread) + 1) {
    e_.is_update = e_.blocked = e_.unchanged = false;
    e_.effective = e_.order;
    e_.result = state_;
    e_.value_written = 0;
  }

  // Returns the number of choices.
  int run() {
    if (e_.operation < Operation::mutex_lock) return atomic();
    const bool sleeps = e_.operation == Operation::wait_timed_sleep;
    if (is_timed(e_.operation) && !sleeps && e_.choice != 0) {
      fail();  // it has timed out
      return 2;
    }
    const int choices = object();
    // A timed lock may time out at any step; a sleeper only while it sleeps.
    return is_timed(e_.operation) && !sleeps ? 2 : choices;
  }

 private:
  void write(std::uint64_t value) {
    e_.is_update = true;
    e_.value_written = value;
    e_.unchanged = value == state_;
  }
  void fail() {
    e_.result = 0;
    e_.effective = Order::relaxed;
  }
  void block() {
    e_.result = 0;
    e_.blocked = true;
  }
  std::uint64_t bit() const { return std::uint64_t{1} << e_.thread; }
  bool waits(std::uint64_t state) const { return (state & bit()) != 0; }
  bool owns(std::uint64_t state) const { return (state & kLowByte) == self_; }

  int atomic() {
    const std::uint64_t mask = mask_of(e_.size);
    switch (e_.operation) {
      case Operation::exchange:
        write(e_.operand & mask);
        return 1;
      case Operation::fetch_add:
        write((state_ + e_.operand) & mask);
        return 1;
      case Operation::fetch_sub:
        write((state_ - e_.operand) & mask);
        return 1;
      case Operation::fetch_and:
        write(state_ & e_.operand & mask);
        return 1;
      case Operation::fetch_or:
        write((state_ | e_.operand) & mask);
        return 1;
      case Operation::fetch_xor:
        write((state_ ^ e_.operand) & mask);
        return 1;
      case Operation::fetch_nand:
        write(~(state_ & e_.operand) & mask);
        return 1;
      case Operation::compare_exchange:
      case Operation::compare_exchange_weak: {
        const bool equal = state_ == (e_.operand & mask);
        e_.result = equal && e_.choice == 0;
        if (e_.result != 0) {
          write(e_.operand2 & mask);
        } else {
          e_.effective = e_.failure_order;
        }
        return equal && e_.operation == Operation::compare_exchange_weak ? 2
                                                                         : 1;
      }
      default:
        return 1;  // a load
    }
  }

  int object() {
    const auto acquire = [&] {
      e_.effective = Order::acquire;
      e_.result = 1;
    };
    const auto release = [&] {
      e_.effective = Order::release;
      e_.result = 1;
    };
    switch (e_.operation) {
      case Operation::mutex_lock:
      case Operation::mutex_timed_lock:
        acquire();
        if (state_ == 0) {
          write(self_);
        } else if ((e_.operand2 & 1) != 0 && owns(state_)) {
          write(state_ + kOneAbove);
        } else {
          block();
        }
        return 1;
      case Operation::mutex_try_lock:
        acquire();
        if (state_ == 0 && e_.choice == 0) {
          write(self_);
        } else if ((e_.operand2 & 1) != 0 && owns(state_)) {
          write(state_ + kOneAbove);
        } else {
          fail();
        }
        return state_ == 0 ? 2 : 1;  // it may fail for no reason
      case Operation::mutex_unlock:
        release();
        e_.result = owns(state_);
        write(state_ >= kOneAbove ? state_ - kOneAbove : 0);
        return 1;
      case Operation::wait_enter:
        write(state_ | bit());
        return 1;
      case Operation::wait_leave:
        // Notified since it entered: see looked_too_late() in stuck.cpp.
        if (waits(state_)) {
          write(state_ & ~bit());
        } else {
          block();
        }
        return 1;
      case Operation::wait_sleep:
      case Operation::wait_timed_sleep:
        return sleep();
      case Operation::notify_one:
        return notify_one();
      case Operation::notify_all:
        e_.result = std::uint64_t(std::popcount(state_));
        if (state_ != 0 || !e_.reduced) write(0);
        return 1;
      case Operation::semaphore_acquire:
      case Operation::semaphore_timed_acquire:
        acquire();
        if (state_ != 0) {
          write(state_ - 1);
        } else {
          block();
        }
        return 1;
      case Operation::semaphore_try_acquire:
        acquire();
        if (state_ != 0) {
          write(state_ - 1);
        } else {
          fail();
        }
        return 1;
      case Operation::semaphore_release:
        release();
        write(state_ + 1);
        return 1;
      case Operation::shared_lock_shared:
      case Operation::shared_timed_lock_shared:
        acquire();
        if ((state_ & kLowByte) != 0) {
          block();
        } else {
          write(state_ + kOneAbove);
        }
        return 1;
      case Operation::shared_lock:
      case Operation::shared_timed_lock:
        acquire();
        if (state_ != 0) {
          block();
        } else {
          write(self_);
        }
        return 1;
      case Operation::shared_try_lock_shared:
        acquire();
        if ((state_ & kLowByte) != 0) {
          fail();
        } else {
          write(state_ + kOneAbove);
        }
        return 1;
      case Operation::shared_try_lock:
        acquire();
        if (state_ != 0) {
          fail();
        } else {
          write(self_);
        }
        return 1;
      case Operation::shared_unlock:
        release();
        e_.result = state_ != 0;
        write(owns(state_) || state_ == 0 ? 0 : state_ - kOneAbove);
        return 1;
      case Operation::once_begin:
        acquire();
        e_.result = state_ == 2;
        if (state_ == 0) {
          write(1);
        } else if (state_ == 1) {
          block();
        }
        return 1;
      case Operation::once_done:
        release();
        write(2);
        return 1;
      case Operation::once_reset:
        release();
        write(0);
        return 1;
      default:
        return 1;
    }
  }

  // Woken: somebody has taken this thread out of the set. Choice 1: it wakes
  // for no reason (or times out, above).
  int sleep() {
    e_.result = 0;
    if (!waits(state_)) {
      if (!e_.reduced) write(state_);
      return 1;
    }
    if (e_.choice != 0) {
      write(state_ & ~bit());
      e_.result = 1;
    } else {
      block();
    }
    return 2;
  }

  int notify_one() {
    const int waiting = std::popcount(state_);
    e_.result = waiting != 0;
    if (waiting == 0 && e_.reduced) return 1;
    std::uint64_t rest = state_;
    for (int skipped = 0; skipped < e_.choice && rest != 0; ++skipped) {
      rest &= rest - 1;
    }
    write(waiting != 0 ? state_ & ~(rest & -rest) : 0);
    return waiting != 0 ? waiting : 1;
  }

  Event& e_;
  const std::uint64_t state_;
  const std::uint64_t self_;
};

}  // namespace

int evaluate(Event& read) { return Transition(read).run(); }

}  // namespace hb::checker

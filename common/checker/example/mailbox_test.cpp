// A letter for another thread. On x86 both tests pass on real threads, however
// often they run; the second is wrong, and the checker says why.

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>

#include "checker/explore.hpp"

class Mailbox {
 public:
  void post(int letter) {
    letter_.store(letter, std::memory_order_relaxed);
    is_full_.store(true, std::memory_order_release);
  }

  void post_in_haste(int letter) {
    letter_.store(letter, std::memory_order_relaxed);
    is_full_.store(true, std::memory_order_relaxed);
  }

  std::optional<int> look() const {
    if (!is_full_.load(std::memory_order_acquire)) return std::nullopt;
    return letter_.load(std::memory_order_relaxed);
  }

 private:
  std::atomic<int> letter_ = 0;
  std::atomic<bool> is_full_ = false;
};

TEST(Mailbox, HoldsTheLetterOnceItIsFull) {
  hb::explore([] {
    Mailbox mailbox;
    std::jthread sender([&] { mailbox.post(42); });
    EXPECT_EQ(mailbox.look().value_or(42), 42);
  });
}

TEST(Mailbox, HoldsTheLetterThatIsPostedInHaste) {
  hb::explore([] {
    Mailbox mailbox;
    std::jthread sender([&] { mailbox.post_in_haste(42); });
    EXPECT_EQ(mailbox.look().value_or(42), 42);
  });
}

// Counts who is at work, and how many were at the same time.
//
// Thread safety: any number of threads.
#pragma once

#include <atomic>

namespace hb {

class AtWork {
 public:
  // Somebody is at work while the visit lives.
  class Visit {
   public:
    explicit Visit(AtWork& at_work) : at_work_(at_work) { at_work.enter(); }
    ~Visit() { --at_work_.now_; }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

   private:
    AtWork& at_work_;
  };

  int most() const { return most_; }

  // Returns once `count` are at work.
  void wait_for(int count) const {
    for (int most = most_; most < count; most = most_) most_.wait(most);
  }

 private:
  void enter() {
    const int now = ++now_;
    int most = most_;
    while (most < now && !most_.compare_exchange_weak(most, now)) {
    }
    most_.notify_all();
  }

  std::atomic<int> now_ = 0;
  std::atomic<int> most_ = 0;
};

}  // namespace hb

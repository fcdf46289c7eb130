// 05d  the_non_solution: empty is not the end (solution)
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

namespace hb {

// Parcels on their way through a post office, from any number of vans to any
// number of clerks. The list says how many will come.
// ---------------------------------------------------- edit below this line
class Parcels {
 public:
  explicit Parcels(std::size_t expected) : to_hand_out_(expected) {}

  // Brings a parcel. REQUIRES: no more than are expected.
  void bring(int parcel) {
    {
      std::lock_guard lock(mutex_);
      here_.push_back(parcel);
    }
    // WHY one: a parcel is for one clerk.
    changed_.notify_one();
  }

  // Returns the next parcel for a clerk to hand out, and waits for it if it is
  // on the way. Returns nullopt once no other will come.
  std::optional<int> next() {
    std::unique_lock lock(mutex_);
    // WHY two reasons in one predicate: "nothing here" says nothing about what
    // is on the way. Pairs with the unlocks in bring() and below.
    changed_.wait(lock, [&] { return !here_.empty() || to_hand_out_ == 0; });
    if (here_.empty()) return std::nullopt;
    const int parcel = here_.front();
    here_.pop_front();
    --to_hand_out_;
    // WHY all: the last parcel is the end for every clerk who is still waiting
    // for one, and nobody will bring another.
    if (to_hand_out_ == 0) changed_.notify_all();
    return parcel;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> here_;     // guarded by mutex_
  std::size_t to_hand_out_;  // guarded by mutex_; here or on the way
};

}  // namespace hb

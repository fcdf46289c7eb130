// 05d  the_non_solution: empty is not the end
//
// Situation  Vans bring parcels to a post office and clerks hand them out, as
//            long as there are any:
//              while (!parcels.is_empty()) hand_out(parcels.take());
//            Clerks who come before the first van go home at once. And when
//            two see the last parcel, one of them waits for ever.
//
// Task       Make next() do what that loop meant:
//              - a clerk waits, asleep, for a parcel that is on the way;
//              - every parcel is handed out, once, in the order of arrival;
//              - every clerk goes home when as many are handed out as are
//                expected, those included who are waiting.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No sleeping, no timed wait. Do not ask again and again.
//
// Check      ./workbook check 05d
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
  explicit Parcels(std::size_t expected) : expected_(expected) {}

  // Brings a parcel. REQUIRES: no more than are expected.
  void bring(int parcel) {
    std::lock_guard lock(mutex_);
    here_.push_back(parcel);
    changed_.notify_one();
  }

  // Returns the next parcel for a clerk to hand out, and waits for it if it is
  // on the way. Returns nullopt once no other will come.
  std::optional<int> next() {
    // TODO: this is one turn of the loop above, with both its defects.
    if (is_empty()) return std::nullopt;
    return take();
  }

 private:
  bool is_empty() {
    std::lock_guard lock(mutex_);
    return here_.empty();
  }

  int take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !here_.empty(); });
    const int parcel = here_.front();
    here_.pop_front();
    return parcel;
  }

  [[maybe_unused]] const std::size_t expected_;  // never changes
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> here_;  // guarded by mutex_
};

}  // namespace hb

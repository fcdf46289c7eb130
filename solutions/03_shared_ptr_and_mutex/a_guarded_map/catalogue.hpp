// 03a  guarded_map: one rule for a whole map (solution)
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>

namespace hb {

inline constexpr double kPriceOfAsking = 0.25;

struct Statistics {
  int asked = 0;    // how often the stacks were asked
  double cost = 0;  // of all that asking
};

// On which shelf a record stands. Any thread may call anything.
// ---------------------------------------------------- edit below this line
class Catalogue {
 public:
  using Ask = std::function<int(int record)>;  // slow: somebody walks

  // Returns the shelf of `record`, or nullopt if it is not entered.
  std::optional<int> find(int record) const {
    // WHY one lock around looking and reading: withdraw() on another thread
    // must not free the entry between the two.
    std::lock_guard lock(mutex_);
    const auto entry = shelves_.find(record);
    if (entry == shelves_.end()) return std::nullopt;
    return entry->second;
  }

  // Returns the shelf of `record`. Asks the stacks and enters their answer if
  // it is not entered.
  int shelf_of(int record, const Ask& ask) {
    if (const auto shelf = find(record)) return *shelf;
    // WHY without the lock: the other desks would wait for this walk.
    const int answer = ask(record);
    // WHY one lock around three changes: statistics() takes it too, and sees
    // the question with its price, or neither.
    std::lock_guard lock(mutex_);
    statistics_.asked += 1;
    statistics_.cost += kPriceOfAsking;
    // WHY try_emplace: what find() said above may be outdated. If another desk
    // was first, its entry stays.
    return shelves_.try_emplace(record, answer).first->second;
  }

  // Takes `record` out of the catalogue.
  void withdraw(int record) {
    // WHY the lock: find() may stand on the entry that goes.
    std::lock_guard lock(mutex_);
    shelves_.erase(record);
  }

  // Returns what was asked so far, as it was at one moment.
  Statistics statistics() const {
    // WHY the lock: pairs with shelf_of(), which changes two numbers.
    std::lock_guard lock(mutex_);
    return statistics_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<int, int> shelves_;  // record to shelf; guarded by mutex_
  Statistics statistics_;       // guarded by mutex_; only grows
};

}  // namespace hb

// 12b  publish: a flag that carries what was written before it (solution)
#pragma once

#include <atomic>
#include <optional>

namespace hb {

struct Forecast {
  int degrees = 0;
  int wind = 0;
};

// One forecast: one thread publishes it, once; any thread may look.
// ---------------------------------------------------- edit below this line
class Bulletin {
 public:
  // Shows `forecast` to every look() that comes after.
  // REQUIRES: called once.
  void publish(Forecast forecast) {
    forecast_ = forecast;
    // WHY release: pairs with the acquire in look(). Whoever reads this true
    // has all that was written before it, forecast_ above all.
    is_published_.store(true, std::memory_order_release);
  }

  // The forecast, or nullopt as long as there is none. Never waits.
  std::optional<Forecast> look() const {
    // WHY acquire: pairs with the release in publish(); forecast_ is read
    // after it, and only if it has read true.
    if (!is_published_.load(std::memory_order_acquire)) return std::nullopt;
    return forecast_;
  }

 private:
  Forecast forecast_;  // written before is_published_, never again
  std::atomic<bool> is_published_ = false;
};

}  // namespace hb

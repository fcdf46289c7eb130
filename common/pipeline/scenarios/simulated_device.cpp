#include "pipeline/scenarios/simulated_device.hpp"

#include <algorithm>
#include <utility>

namespace hb::pipeline {

using namespace std::chrono_literals;

// Four: what a disc gains by sorting its queue. One arm more is not there, and
// a longer queue makes it travel further.
DeviceProfile hdd_like() { return {"HDD-like", 4, 6ms, 300us, 256 * 1024}; }
DeviceProfile ssd_like() { return {"SSD-like", 12, 5800us, 60us, 256 * 1024}; }
DeviceProfile nvme_like() { return {"NVMe-like", 24, 2ms, 2us, 256 * 1024}; }

SimulatedDevice::SimulatedDevice(DeviceProfile profile, std::size_t depth,
                                 std::size_t requests)
    : profile_(std::move(profile)),
      depth_(depth),
      left_(requests),
      free_at_(profile_.channels) {}

void SimulatedDevice::read() {
  std::unique_lock lock(mutex_);
  const Time end = begin_request();
  move_clock();
  // The other end: move_clock() of whichever thread completes the picture.
  moved_.wait(lock, [&] { return now_ >= end; });
}

SimulatedDevice::Time SimulatedDevice::begin_request() {
  const std::size_t under_way = ends_.size() + 1;
  most_at_once_ = std::max(most_at_once_, under_way);
  const std::size_t waiting =
      under_way - std::min(under_way, profile_.channels);
  const auto channel = std::ranges::min_element(free_at_);
  *channel = std::max(*channel, now_) + profile_.service +
             static_cast<std::int64_t>(waiting) * profile_.seek;
  ends_.insert(*channel);
  return *channel;
}

// REQUIRES: mutex_ is held.
void SimulatedDevice::move_clock() {
  // WHY a loop: near the end nobody comes for those that are done.
  while (!ends_.empty() && ends_.size() >= std::min(depth_, left_)) {
    now_ = *ends_.begin();
    left_ -= ends_.erase(now_);
  }
  moved_.notify_all();
}

std::chrono::nanoseconds SimulatedDevice::elapsed() const {
  std::lock_guard lock(mutex_);
  return now_;
}

std::size_t SimulatedDevice::most_at_once() const {
  std::lock_guard lock(mutex_);
  return most_at_once_;
}

}  // namespace hb::pipeline

// A device whose queue can be looked into: requests take simulated time, so
// that what is measured depends on nothing but the number of them at once.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace hb::pipeline {

// The figures are invented; their order of size is that of such devices.
struct DeviceProfile {
  std::string name;
  std::size_t channels = 1;             // requests that it serves at once
  std::chrono::nanoseconds service{0};  // of one request, by one channel
  std::chrono::nanoseconds seek{0};     // more for each that waits beyond them
  std::size_t request_bytes = 0;
};

DeviceProfile hdd_like();
DeviceProfile ssd_like();
DeviceProfile nvme_like();

// Thread-safe. Its clock moves on when nothing else can happen: when every
// request that may be under way is. So no time is waited for, and a run takes
// as long as its threads need to meet.
class SimulatedDevice {
 public:
  // `requests` in all, of which `depth` are under way as long as there are so
  // many. REQUIRES: so many threads read, or nobody ever goes on.
  SimulatedDevice(DeviceProfile profile, std::size_t depth,
                  std::size_t requests);

  // One request: returns when its simulated time has come.
  void read();

  std::chrono::nanoseconds elapsed() const;
  std::size_t most_at_once() const;

 private:
  using Time = std::chrono::nanoseconds;

  Time begin_request();
  void move_clock();

  const DeviceProfile profile_;
  const std::size_t depth_;
  mutable std::mutex mutex_;
  std::condition_variable moved_;  // the clock, under mutex_
  // All of it is guarded by mutex_.
  Time now_{0};
  std::size_t left_;           // requests that are not done
  std::vector<Time> free_at_;  // a channel
  std::multiset<Time> ends_;   // of the requests under way
  std::size_t most_at_once_ = 0;
};

}  // namespace hb::pipeline

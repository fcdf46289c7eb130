// 07b  leaked_sender: the stream that never ends (solution)
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace hb {

// The channel of 07a, for numbers.
class Channel {
 public:
  bool send(int value) {
    std::lock_guard lock(mutex_);
    if (closed_) return false;
    values_.push_back(value);
    changed_.notify_one();
    return true;
  }

  std::optional<int> receive() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !values_.empty(); });
    if (values_.empty()) return std::nullopt;
    const int value = values_.front();
    values_.pop_front();
    return value;
  }

  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> values_;  // guarded by mutex_
  bool closed_ = false;     // guarded by mutex_
};

// A way into a channel. Copies share one count, and the last copy to go closes
// the channel.
class Sender {
 public:
  explicit Sender(Channel& channel)
      : channel_(&channel, [](Channel* c) { c->close(); }) {}

  bool send(int value) const { return channel_->send(value); }

 private:
  std::shared_ptr<Channel> channel_;  // counts the copies, owns nothing
};

using Job = std::function<void(const Sender&)>;

// Runs every job on a thread of its own. Passes each result to `take`, on the
// calling thread, and returns when no more can come.
// ---------------------------------------------------- edit below this line
inline void collect(const std::vector<Job>& jobs,
                    const std::function<void(int)>& take) {
  Channel results;
  // WHY after `results`: destroyed before it, and joined there. The channel
  // outlives every thread that uses it.
  std::vector<std::jthread> workers;
  {
    Sender sender(results);
    for (const Job& job : jobs) {
      // WHY a copy: a worker counts as a sender before its thread exists, and
      // until it has ended. The count cannot reach zero in between.
      workers.emplace_back([&job, sender] { job(sender); });
    }
  }  // WHY here: this sender sends nothing, but while it lives it could.
  while (std::optional<int> result = results.receive()) take(*result);
}

}  // namespace hb

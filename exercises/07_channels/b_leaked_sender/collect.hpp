// 07b  leaked_sender: the stream that never ends
//
// Situation  Each job sends its results through a Sender. The channel closes
//            by itself once the last Sender is gone, so that nobody has to
//            know who is last. All jobs end, all results arrive, and
//            collect() still does not return.
//
// Task       Find who keeps the stream open, and make collect() return:
//              - every result is passed to `take`, while other jobs still run;
//              - a job may send several results, or none;
//              - there may be no job at all.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. Channel and Sender are right as they are.
//            3. No sleeping, no polling, no timed wait.
//
// Check      ./workbook check 07b
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
  Sender sender(results);
  std::vector<std::jthread> workers;
  for (const Job& job : jobs) {
    workers.emplace_back([&job, sender] { job(sender); });
  }
  // TODO: the loop waits for one more result. Who could still send it?
  while (std::optional<int> result = results.receive()) take(*result);
}

}  // namespace hb

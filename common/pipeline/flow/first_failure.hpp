// Several threads may fail; the first to do so says why the run ended.
#pragma once

#include <exception>
#include <mutex>
#include <stop_token>
#include <utility>

namespace hb::pipeline {

// Thread-safe.
class FirstFailure {
 public:
  // Keeps the exception if it is the first; then ends all waits on
  // stop_token().
  void keep(std::exception_ptr error) noexcept {
    {
      std::lock_guard lock(mutex_);
      if (first_ == nullptr) first_ = std::move(error);
    }
    // WHY after: whoever sees the stop finds the reason.
    stop_.request_stop();
  }

  // For a stop that has another reason than a failure.
  void stop() noexcept { stop_.request_stop(); }

  std::stop_token stop_token() const { return stop_.get_token(); }

  // Calls `body`; false: it threw, which is kept.
  template <typename Body>
  bool guard(Body&& body) noexcept {
    try {
      std::forward<Body>(body)();
      return true;
    } catch (...) {
      keep(std::current_exception());
      return false;
    }
  }

  bool happened() const {
    std::lock_guard lock(mutex_);
    return first_ != nullptr;
  }

  // Throws it, if there is one.
  void rethrow() const {
    std::exception_ptr first;
    {
      std::lock_guard lock(mutex_);
      first = first_;
    }
    if (first != nullptr) std::rethrow_exception(first);
  }

 private:
  mutable std::mutex mutex_;
  std::exception_ptr first_;  // guarded by mutex_
  std::stop_source stop_;     // thread-safe by itself
};

}  // namespace hb::pipeline

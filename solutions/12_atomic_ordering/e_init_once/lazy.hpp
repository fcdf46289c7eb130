// 12e  init_once: built at the first use, free afterwards (solution)
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace hb {

// An object that is built when somebody first asks for it.
// ---------------------------------------------------- edit below this line
template <typename T>
class Lazy {
 public:
  using Build = std::function<std::unique_ptr<T>()>;

  explicit Lazy(Build build) : build_(std::move(build)) {}

  // The object. The first call builds it, and calls that come meanwhile wait
  // for it.
  T& get() {
    // WHY acquire: pairs with the release below. Whoever reads the pointer has
    // what build() wrote into the object.
    T* object = object_.load(std::memory_order_acquire);
    if (object != nullptr) return *object;

    const std::lock_guard lock(mutex_);
    // WHY a second look: another thread may have built it while this one waited
    // for the lock. WHY relaxed: that thread has unlocked mutex_ since.
    object = object_.load(std::memory_order_relaxed);
    if (object == nullptr) {
      owner_ = build_();
      object = owner_.get();
      // WHY release, and last: pairs with the acquire above. The object must be
      // whole before anybody can find it.
      object_.store(object, std::memory_order_release);
    }
    return *object;
  }

 private:
  const Build build_;
  std::mutex mutex_;
  std::unique_ptr<T> owner_;          // guarded by mutex_; set once
  std::atomic<T*> object_ = nullptr;  // of owner_, for those without the lock
};

}  // namespace hb

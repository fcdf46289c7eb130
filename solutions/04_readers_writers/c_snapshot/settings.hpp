// 04c  snapshot: readers who never wait for an edit (solution)
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

namespace hb {

struct Settings {
  std::size_t chunk_size = 1;  // MiB
  unsigned workers = 1;
  std::size_t budget = 1;  // MiB: chunk_size times workers
};

// The settings of a running program. Any thread may call anything.
// ---------------------------------------------------- edit below this line
class SharedSettings {
 public:
  // Returns the settings as they are now. They never change; ask again.
  std::shared_ptr<const Settings> current() const {
    // WHY the lock, for a copy of a pointer: change() assigns it. Its unlock
    // also publishes what stands in the settings.
    std::lock_guard lock(mutex_);
    return current_;
  }

  // Calls edit(settings) with a copy, and makes it the current ones. Edits
  // follow one another; current() never waits for one.
  template <typename Edit>
  void change(Edit edit) {
    // WHY a lock among writers: a copy that another edit has overtaken would
    // take its change back.
    std::lock_guard one_edit(writers_);
    // WHY no other lock to read: only change() assigns, and that is us.
    auto next = std::make_shared<Settings>(*current_);
    edit(*next);
    // WHY a second lock, for an assignment: current() waits for no longer.
    std::shared_ptr<const Settings> last = std::move(next);
    std::lock_guard lock(mutex_);
    current_.swap(last);
  }  // the last owner of the old ones frees them, after the unlock

 private:
  mutable std::mutex mutex_;  // for a moment; after writers_, if both
  std::mutex writers_;        // for an edit
  // Assigned under both, read under either.
  std::shared_ptr<const Settings> current_ = std::make_shared<Settings>();
};

}  // namespace hb

// 04c  snapshot: readers who never wait for an edit
//
// Situation  Workers read the settings before each chunk. Now and then somebody
//            edits them: parses a file, or asks a colleague, with the lock
//            held. Until the edit is done no worker works.
//
// Task       Let workers read what was valid until the new settings are:
//              - current() never waits for an edit;
//              - it returns settings that belong together, and that stay as
//                they are for as long as somebody holds them;
//              - two edits at once are both kept;
//              - an edit never waits for readers;
//              - current() takes one lock at most, and allocates nothing.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. std::atomic<std::shared_ptr> would be right, but not here: the
//               one of libstdc++ 12 has a defect, and the verdict is a race
//               inside it. A mutex, held for a moment, does as well.
//
// Check      ./workbook check 04c
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <shared_mutex>

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
    // TODO: neither wait here nor copy. What can a reader keep?
    std::shared_lock lock(mutex_);
    return std::make_shared<const Settings>(settings_);
  }

  // Calls edit(settings) with a copy, and makes it the current ones. Edits
  // follow one another; current() never waits for one.
  template <typename Edit>
  void change(Edit edit) {
    std::unique_lock lock(mutex_);
    edit(settings_);
  }

 private:
  mutable std::shared_mutex mutex_;
  Settings settings_;  // guarded by mutex_
};

}  // namespace hb

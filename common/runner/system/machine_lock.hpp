// Locks between processes.
#pragma once

#include <filesystem>
#include <functional>

#include "runner/system/descriptor.hpp"

namespace hb::runner {

// Held while it lives; released by the system if the process dies.
class FileLock {
 public:
  // Waits for the lock, which somebody who waits gets before it is taken again
  // by who had it; beside `path` there is a file PATH.next for that. Calls
  // `waiting` once if somebody else has it. Gives up, without the lock, once
  // request_stop() was called.
  explicit FileLock(const std::filesystem::path& path,
                    const std::function<void()>& waiting = {});

 private:
  Descriptor file_;  // closing it gives the lock back
};

// The lock that serialises runs on real threads, on this machine: two at once
// would disturb each other's timing and miss defects.
std::filesystem::path real_threads_lock();

}  // namespace hb::runner

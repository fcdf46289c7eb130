// A thread with a name and a stack size, which std::thread cannot be given.
#pragma once

#include <pthread.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "exec/task.hpp"

namespace hb::exec {

struct ThreadOptions {
  // What debuggers, `top -H` and logs show. Linux keeps 15 characters; a
  // longer name is cut there.
  std::string name = {};
  // Bytes; 0 is the system's default, mostly 8 MiB. Rounded up to whole pages
  // and to the least that the system allows. Memory is used as it is touched.
  std::size_t stack_bytes = 0;
};

// Joins when it is destroyed, as std::jthread does, without a stop token.
class Thread {
 public:
  Thread() = default;

  // Throws std::system_error if the system gives no thread. A body that throws
  // ends the program, as that of std::thread does.
  Thread(const ThreadOptions& options, Task body);

  Thread(Thread&& other) noexcept
      : handle_(std::exchange(other.handle_, std::nullopt)) {}
  Thread& operator=(Thread&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Thread() { join(); }

  bool joinable() const { return handle_.has_value(); }

  // Waits for its end. A second join does nothing. REQUIRES: not called by the
  // thread itself.
  void join();

 private:
  std::optional<pthread_t> handle_;
};

// The name of the calling thread; a thread that nobody named has its program's.
std::string thread_name();

}  // namespace hb::exec

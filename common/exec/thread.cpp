#include "exec/thread.hpp"

#include <limits.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <memory>
#include <system_error>

namespace hb::exec {
namespace {

constexpr std::size_t kLongestName = 15;

struct Start {
  std::string name;
  Task body;
};

// WHY noexcept: what a body throws has nowhere to go, and must not unwind
// through the C library.
void* run(void* argument) noexcept {
  const std::unique_ptr<Start> start(static_cast<Start*>(argument));
  if (!start->name.empty()) {
    pthread_setname_np(pthread_self(), start->name.c_str());
  }
  start->body();
  return nullptr;
}

void check(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::system_category(), what);
}

class Attributes {
 public:
  Attributes() { check(pthread_attr_init(&attributes_), "thread attributes"); }
  ~Attributes() { pthread_attr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;

  void set_stack_bytes(std::size_t wanted) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const auto least = static_cast<std::size_t>(PTHREAD_STACK_MIN);
    const std::size_t bytes =
        (std::max(wanted, least) + page - 1) / page * page;
    check(pthread_attr_setstacksize(&attributes_, bytes), "stack size");
  }

  const pthread_attr_t* get() const { return &attributes_; }

 private:
  pthread_attr_t attributes_;
};

}  // namespace

Thread::Thread(const ThreadOptions& options, Task body) {
  Attributes attributes;
  if (options.stack_bytes != 0) attributes.set_stack_bytes(options.stack_bytes);
  auto start = std::make_unique<Start>(
      Start{options.name.substr(0, kLongestName), std::move(body)});
  pthread_t handle = {};
  check(pthread_create(&handle, attributes.get(), run, start.get()),
        "starting a thread");
  start.release();  // the thread's, now
  handle_ = handle;
}

void Thread::join() {
  if (!handle_) return;
  assert(pthread_equal(*handle_, pthread_self()) == 0);
  pthread_join(*std::exchange(handle_, std::nullopt), nullptr);
}

std::string thread_name() {
  char name[kLongestName + 1] = {};
  pthread_getname_np(pthread_self(), name, sizeof name);
  return name;
}

}  // namespace hb::exec

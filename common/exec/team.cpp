#include "exec/team.hpp"

#include <cassert>
#include <utility>

namespace hb::exec {

Team::Team(std::size_t members) {
  assert(members > 0);
  try {
    for (std::size_t member = 1; member < members; ++member) {
      others_.emplace_back([this, member] { serve(member); });
    }
  } catch (...) {
    end();  // those that have been started must be joined
    throw;
  }
}

Team::~Team() { end(); }

void Team::end() {
  {
    std::lock_guard lock(mutex_);
    ended_ = true;
  }
  opened_.notify_all();
  for (std::thread& other : others_) other.join();
}

void Team::run_erased(Call call, const void* job) {
  {
    std::lock_guard lock(mutex_);
    assert(!is_open_ && "run() from within a job, or by two threads");
    call_ = call;
    job_ = job;
    is_open_ = true;
    ++round_;
  }
  // WHY after the change, under no lock: pairs with the wait in serve().
  opened_.notify_all();
  call_here(0);

  std::unique_lock lock(mutex_);
  // WHY closed first: a member that wakes up now would find a job that ends
  // with this call.
  is_open_ = false;
  // Pairs with the unlock in serve(): what the others wrote may then be read.
  left_.wait(lock, [&] { return inside_ == 0; });
  if (const std::exception_ptr first = std::exchange(first_, nullptr)) {
    lock.unlock();
    std::rethrow_exception(first);
  }
}

void Team::call_here(std::size_t member) {
  try {
    call_(job_, member);
  } catch (...) {
    std::lock_guard lock(mutex_);
    if (!first_) first_ = std::current_exception();
  }
}

void Team::serve(std::size_t member) {
  std::uint64_t seen = 0;
  std::unique_lock lock(mutex_);
  for (;;) {
    opened_.wait(lock, [&] { return ended_ || (is_open_ && round_ != seen); });
    if (ended_) return;
    seen = round_;
    ++inside_;
    lock.unlock();
    call_here(member);
    lock.lock();
    // WHY under the lock: run() may return, and the team may go, as soon as
    // this is seen.
    if (--inside_ == 0) left_.notify_one();
  }
}

}  // namespace hb::exec

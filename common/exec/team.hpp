// Threads that wait for the next piece of parallel work, and do it together
// with whoever has it.
//
//   hb::exec::Team team(worker_count(Work::computes));
//   team.run([&](std::size_t member) { ... });   // as often as you like
//
// A fresh thread begins to run late, up to some milliseconds; a member that
// sleeps is there after one wake-up, and the caller does not wait for it: who
// calls run() is a member, too, and begins at once.
//
// Thread safety: run() by one thread at a time, and not from within a job.
// Errors: the constructor throws std::system_error if a thread cannot be
// started; run() throws what a job has thrown first.
// Complexity: run() takes two locks, and two more of each member that comes.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace hb::exec {

class Team {
 public:
  // Starts one thread less than `members`: the caller of run() is the last.
  // REQUIRES: members > 0.
  explicit Team(std::size_t members);
  ~Team();

  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  std::size_t size() const { return others_.size() + 1; }

  // Calls job(0) here, and job(k) on each member k that comes before job(0)
  // has ended; returns when all these calls have. So job(0) alone must do
  // all there is to do, if nobody comes. What the calls wrote happens before
  // the return.
  template <typename Job>
  void run(const Job& job) {
    run_erased(
        [](const void* any, std::size_t member) {
          (*static_cast<const Job*>(any))(member);
        },
        &job);
  }

 private:
  using Call = void (*)(const void* job, std::size_t member);

  void end();
  void run_erased(Call call, const void* job);
  void call_here(std::size_t member);
  void serve(std::size_t member);

  std::mutex mutex_;
  std::condition_variable opened_;   // or ended
  std::condition_variable left_;     // nobody is inside any more
  bool ended_ = false;               // guarded by mutex_
  bool is_open_ = false;             // guarded by mutex_: members may enter
  std::uint64_t round_ = 0;          // guarded by mutex_
  std::size_t inside_ = 0;           // guarded by mutex_: others in a call
  std::exception_ptr first_;         // guarded by mutex_
  Call call_ = nullptr;              // changes only while nobody is inside
  const void* job_ = nullptr;        // the same
  std::vector<std::thread> others_;  // changes only in constructor, destructor
};

}  // namespace hb::exec

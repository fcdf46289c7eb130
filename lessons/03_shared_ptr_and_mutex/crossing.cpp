#include "crossing.hpp"

#include <atomic>
#include <cstdio>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "mutex.hpp"
#include "sendable.hpp"

namespace hb {

// #region opt_out
// Works only on the thread that has made it, as handles of windows and of
// drawing contexts do.
class Session {
  std::thread::id owner_ = std::this_thread::get_id();
};
template <>
inline constexpr bool kSendable<Session> = false;
template <>
inline constexpr bool kShareable<const Session> = false;

// Copies share an int that counts them: Rust's Rc.
class LocalCount {
 public:
  int use_count() const { return *copies_; }

 private:
  int* copies_ = nullptr;  // changed by every copy, without a lock
};
template <>
inline constexpr bool kSendable<LocalCount> = false;
template <>
inline constexpr bool kShareable<const LocalCount> = false;

// Computes its total when it is first asked: const, and writes all the same.
class LazyTotal {
 public:
  int total() const { return total_ < 0 ? total_ = 55 : total_; }

 private:
  mutable int total_ = -1;
};
template <>
inline constexpr bool kShareable<const LazyTotal> = false;
// #endregion opt_out

namespace {

using Numbers = std::vector<int>;

// #region asserts
static_assert(Sendable<Numbers> && !Shareable<Numbers>);
static_assert(Shareable<const Numbers>);
static_assert(Shareable<Mutex<Numbers>>);
static_assert(Sendable<std::shared_ptr<Mutex<Numbers>>>);
static_assert(Sendable<std::shared_ptr<const Numbers>>);
static_assert(!Sendable<std::shared_ptr<Numbers>>);  // two could write
static_assert(!Sendable<Numbers*> && Sendable<const Numbers*>);
static_assert(!Sendable<std::unique_lock<std::mutex>>);
static_assert(!Sendable<Session> && !Shareable<Mutex<Session>>);
static_assert(!Sendable<std::vector<LocalCount>>);
static_assert(Sendable<LazyTotal> && Shareable<Mutex<LazyTotal>>);
// #endregion asserts

template <typename T>
void print(const char* name) {
  std::printf("%-31s  %-8s  %s\n", name, Sendable<T> ? "yes" : "no",
              Shareable<T> ? "yes" : "no");
}

}  // namespace

void print_what_may_cross() {
  std::printf("%-31s  sendable  shareable\n", "");
  print<Numbers>("vector");
  print<const Numbers>("const vector");
  print<Mutex<Numbers>>("Mutex<vector>");
  print<std::atomic<int>>("atomic<int>");
  print<std::shared_ptr<Numbers>>("shared_ptr<vector>");
  print<std::shared_ptr<const Numbers>>("shared_ptr<const vector>");
  print<std::shared_ptr<Mutex<Numbers>>>("shared_ptr<Mutex<vector>>");
  print<const std::shared_ptr<Mutex<Numbers>>>(
      "const shared_ptr<Mutex<vector>>");
  print<std::unique_lock<std::mutex>>("unique_lock");
  print<Session>("Session, of one thread");
  print<Mutex<Session>>("Mutex<Session>");
  print<const LocalCount>("const LocalCount, as Rc");
  print<const LazyTotal>("const LazyTotal, writes inside");
  print<Mutex<LazyTotal>>("Mutex<LazyTotal>");
}

}  // namespace hb

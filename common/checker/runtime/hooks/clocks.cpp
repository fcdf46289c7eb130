// Virtual time: every clock shows the thread's own time, and sleeping moves it.
// (std::chrono's clocks and sleep_for come here too.)
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>

#include "checker/runtime/hooks/deadline.hpp"
#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/polled_clock.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

namespace {

HB_REAL(int, nanosleep, (const timespec*, timespec*))
HB_REAL(int, clock_nanosleep, (clockid_t, int, const timespec*, timespec*))
HB_REAL(int, usleep, (useconds_t))
HB_REAL(unsigned, sleep, (unsigned))
HB_REAL(int, clock_gettime, (clockid_t, timespec*))
HB_REAL(int, gettimeofday, (timeval*, void*))
HB_REAL(time_t, time, (time_t*))
HB_REAL(clock_t, clock, ())
HB_REAL(int, timespec_get, (timespec*, int))

constexpr std::int64_t kMicrosecond = 1'000;
constexpr std::int64_t kSecond = 1'000'000'000;

void sleep_for(std::int64_t nanoseconds, const void* site) {
  sleep_until(deadline_after(nanoseconds), site);
}

}  // namespace

HB_ENTRY int nanosleep(const timespec* duration, timespec* rest) {
  if (!called_in_test()) return real_nanosleep(duration, rest);
  if (!is_valid(*duration)) {
    errno = EINVAL;
    return -1;
  }
  sleep_until(deadline_after(*duration), HB_CALLER);
  return 0;
}

HB_ENTRY int clock_nanosleep(clockid_t clock, int flags, const timespec* time,
                             timespec* rest) {
  if (!called_in_test()) return real_clock_nanosleep(clock, flags, time, rest);
  if (!is_valid(*time)) return EINVAL;
  const bool is_absolute = (flags & TIMER_ABSTIME) != 0;
  sleep_until(is_absolute ? deadline_at(*time) : deadline_after(*time),
              HB_CALLER);
  return 0;
}

HB_ENTRY int usleep(useconds_t duration) {
  if (!called_in_test()) return real_usleep(duration);
  sleep_for(duration * kMicrosecond, HB_CALLER);
  return 0;
}

HB_ENTRY unsigned sleep(unsigned duration) {
  if (!called_in_test()) return real_sleep(duration);
  sleep_for(duration * kSecond, HB_CALLER);
  return 0;
}

HB_ENTRY int clock_gettime(clockid_t clock, timespec* time) noexcept {
  if (!in_test()) return real_clock_gettime(clock, time);
  *time = look_at_clock();
  return 0;
}

HB_ENTRY int gettimeofday(timeval* time, void* zone) noexcept {
  if (!in_test()) return real_gettimeofday(time, zone);
  const timespec now = look_at_clock();
  *time = {.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / kMicrosecond};
  return 0;
}

HB_ENTRY time_t time(time_t* seconds) noexcept {
  if (!in_test()) return real_time(seconds);
  const time_t now = look_at_clock().tv_sec;
  if (seconds != nullptr) *seconds = now;
  return now;
}

HB_ENTRY clock_t clock() noexcept {
  return in_test() ? now() / kMicrosecond : real_clock();
}

HB_ENTRY int timespec_get(timespec* time, int base) noexcept {
  if (!in_test()) return real_timespec_get(time, base);
  *time = look_at_clock();
  return base;
}

// Signals at a time: the checker's own watch is one, and there is but one
// timer.
#include <sys/time.h>
#include <unistd.h>

#include <string>

#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

namespace {

HB_REAL(unsigned, alarm, (unsigned))
HB_REAL(useconds_t, ualarm, (useconds_t, useconds_t))
HB_REAL(int, setitimer, (__itimer_which_t, const itimerval*, itimerval*))

[[noreturn]] void refuse_signal(const char* call) {
  refuse_here(std::string("it calls ") + call + "(): signals are not seen");
}

}  // namespace

HB_ENTRY unsigned alarm(unsigned seconds) noexcept {
  if (called_by_test(HB_CALLER)) refuse_signal("alarm");
  return real_alarm(seconds);
}

HB_ENTRY useconds_t ualarm(useconds_t first, useconds_t interval) noexcept {
  if (called_by_test(HB_CALLER)) refuse_signal("ualarm");
  return real_ualarm(first, interval);
}

HB_ENTRY int setitimer(__itimer_which_t which, const itimerval* value,
                       itimerval* before) noexcept {
  if (called_by_test(HB_CALLER)) refuse_signal("setitimer");
  return real_setitimer(which, value, before);
}

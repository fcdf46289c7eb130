// What libstdc++ does when a thread ends, after its thread_local objects are
// gone. It is done inside the library, where nobody can see it.
#include <condition_variable>
#include <future>
#include <mutex>

#include "checker/graph/clock.hpp"
#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/mutex_operations.hpp"
#include "checker/runtime/hooks/real_function.hpp"
#include "checker/runtime/hooks/waiters.hpp"

using namespace hb::checker;

namespace {

HB_REAL_AS(notify_at_exit,
           void(std::condition_variable&, std::unique_lock<std::mutex>),
           "_ZSt25notify_all_at_thread_exitRSt18condition_variable"
           "St11unique_lockISt5mutexE")
HB_REAL_AS(make_ready_at_exit, void(void*),
           "_ZNSt13__future_base13_State_baseV211_Make_ready6_M_setEv")

struct Notification {
  pthread_cond_t* condition;
  pthread_mutex_t* mutex;
  const void* site;
};

void notify(void* argument) {
  auto* const kept = static_cast<Notification*>(argument);
  const Notification notification = *kept;
  heap_free(kept, notification.site);
  unlock_mutex(notification.mutex, notification.site);
  notify_waiters(notification.condition, kMaxThreads, notification.site,
                 Waiting::at_condition);
}

}  // namespace

HB_VISIBLE void std::notify_all_at_thread_exit(condition_variable& condition,
                                               unique_lock<mutex> lock) {
  if (!called_by_test(HB_CALLER)) {
    real_notify_at_exit(condition, std::move(lock));
    return;
  }
  void* const memory =
      heap_allocate(sizeof(Notification), alignof(Notification), HB_CALLER);
  auto* const notification = new (memory) Notification{
      condition.native_handle(), lock.release()->native_handle(), HB_CALLER};
  // Values of keys go after all thread_local objects.
  set_specific(create_key(&notify), notification);
}

// promise::set_value_at_thread_exit.
HB_VISIBLE void std::__future_base::_State_baseV2::_Make_ready::_M_set() {
  if (called_by_test(HB_CALLER)) {
    refuse_here(
        "it calls set_value_at_thread_exit(): the standard library makes the "
        "result ready where the checker cannot see it");
  }
  real_make_ready_at_exit(this);
}

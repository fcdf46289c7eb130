#include "checker/graph/operation.hpp"

namespace hb::checker {

const char* name_of(Order order) {
  switch (order) {
    case Order::plain:
      return "plain";
    case Order::relaxed:
      return "relaxed";
    case Order::consume:
      return "consume";
    case Order::acquire:
      return "acquire";
    case Order::release:
      return "release";
    case Order::acq_rel:
      return "acq_rel";
    case Order::seq_cst:
      return "seq_cst";
  }
  return "";
}

const char* name_of(Operation operation) {
  switch (operation) {
    case Operation::none:
      return "";
    case Operation::load:
      return "load";
    case Operation::store:
      return "store";
    case Operation::exchange:
      return "exchange";
    case Operation::fetch_add:
      return "fetch_add";
    case Operation::fetch_sub:
      return "fetch_sub";
    case Operation::fetch_and:
      return "fetch_and";
    case Operation::fetch_or:
      return "fetch_or";
    case Operation::fetch_xor:
      return "fetch_xor";
    case Operation::fetch_nand:
      return "fetch_nand";
    case Operation::compare_exchange:
      return "compare_exchange";
    case Operation::compare_exchange_weak:
      return "compare_exchange_weak";
    case Operation::mutex_lock:
      return "lock";
    case Operation::mutex_try_lock:
      return "try_lock";
    case Operation::mutex_timed_lock:
      return "timed lock";
    case Operation::mutex_unlock:
      return "unlock";
    case Operation::wait_enter:
      return "start waiting";
    case Operation::wait_sleep:
      return "wait";
    case Operation::wait_timed_sleep:
      return "timed wait";
    case Operation::notify_one:
      return "notify_one";
    case Operation::notify_all:
      return "notify_all";
    case Operation::wait_leave:
      return "stop waiting";
    case Operation::semaphore_acquire:
      return "acquire";
    case Operation::semaphore_try_acquire:
      return "try_acquire";
    case Operation::semaphore_timed_acquire:
      return "timed acquire";
    case Operation::semaphore_release:
      return "release";
    case Operation::shared_lock_shared:
      return "lock_shared";
    case Operation::shared_lock:
      return "lock";
    case Operation::shared_try_lock_shared:
      return "try_lock_shared";
    case Operation::shared_try_lock:
      return "try_lock";
    case Operation::shared_timed_lock_shared:
      return "timed lock_shared";
    case Operation::shared_timed_lock:
      return "timed lock";
    case Operation::shared_unlock:
      return "unlock";
    case Operation::once_begin:
      return "call_once";
    case Operation::once_done:
      return "call_once done";
    case Operation::once_reset:
      return "call_once failed";
  }
  return "";
}

}  // namespace hb::checker

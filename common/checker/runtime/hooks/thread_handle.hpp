// The names of the test's threads. They depend only on the thread's number, so
// they are the same in every execution.
#pragma once

#include <pthread.h>

#include <sys/types.h>

#include "checker/graph/clock.hpp"
#include "checker/runtime/runtime.hpp"

namespace hb::checker {

// Where no thread of the operating system has its block.
constexpr pthread_t kFirstHandle = 0x7e00'0000'0000;
constexpr pthread_t kHandleStep = 4096;
constexpr pid_t kFirstThreadId = 1000;

constexpr pthread_t handle_of(int thread) {
  return kFirstHandle + kHandleStep * pthread_t(thread);
}
constexpr bool is_handle(pthread_t handle) {
  return handle >= kFirstHandle && handle < handle_of(kMaxThreads) &&
         (handle - kFirstHandle) % kHandleStep == 0;
}
constexpr int thread_of(pthread_t handle) {
  return int((handle - kFirstHandle) / kHandleStep);
}
inline pid_t virtual_thread_id() { return kFirstThreadId + current_thread(); }

}  // namespace hb::checker

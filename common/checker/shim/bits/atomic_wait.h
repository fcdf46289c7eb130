// Comes before libstdc++'s header of this name, and includes it.
//
// Why: libstdc++ reads 16 times with a counter before it sleeps. Each of these
// reads could see another value, so a checker would explore all combinations,
// and a loop that counts is not one that repeats itself. Under the checker
//
//   - __atomic_spin tries once;
//   - std::atomic::wait, latch and barrier are a set of waiters for each
//     address, as the standard describes them;
//   - counting_semaphore keeps libstdc++'s own wait on its word, and with it
//     the defect of libstdc++ 12 (see the README's limits). Its release()
//     ends with an access to it: it must not be destroyed before, although the
//     futex would not mind.
//
// Where the checker is not linked (real threads), or no execution runs, all of
// this is libstdc++'s own code.
#pragma once
#pragma GCC system_header

#define __atomic_spin __hb_library_spin
#define __atomic_wait_address __hb_library_wait_address
#define __atomic_wait_address_v __hb_library_wait_address_v
#define __atomic_notify_address __hb_library_notify_address
#define __atomic_notify_address_bare __hb_library_notify_address_bare
#include_next <bits/atomic_wait.h>
#undef __atomic_spin
#undef __atomic_wait_address
#undef __atomic_wait_address_v
#undef __atomic_notify_address
#undef __atomic_notify_address_bare

#ifdef __cpp_lib_atomic_wait

// Null where the checker is not linked.
extern "C" {
[[gnu::weak]] bool hb_models_atomic_wait();
[[gnu::weak]] void hb_atomic_wait_enter(const void*);
[[gnu::weak]] void hb_atomic_wait_leave(const void*);
[[gnu::weak]] void hb_atomic_wait_sleep(const void*);
[[gnu::weak]] void hb_atomic_notify(const void*, bool __all);
}

namespace std _GLIBCXX_VISIBILITY(default)
{
_GLIBCXX_BEGIN_NAMESPACE_VERSION

namespace __detail
{
  inline bool
  __hb_models_wait() noexcept
  { return hb_models_atomic_wait != nullptr && hb_models_atomic_wait(); }

  // WHY this is found: libstdc++'s templates spin with a policy of this
  // namespace, and an overload for one policy is the better match.
  template<typename _Pred>
    bool
    __hb_library_spin(_Pred& __pred, __default_spin_policy __policy) noexcept
    {
      if (__hb_models_wait())
        return __pred();
      return __detail::__hb_library_spin<_Pred, __default_spin_policy>(
          __pred, __policy);
    }

  // For counting_semaphore::try_acquire.
  template<typename _Pred>
    bool
    __atomic_spin(_Pred& __pred) noexcept
    { return __detail::__hb_library_spin(__pred, __default_spin_policy{ }); }

  // Sleeps at __addr while __waits(). A thread looks once more when it is among
  // the waiters: a notification since then wakes it.
  template<typename _Waits>
    void
    __hb_wait_while(const void* __addr, _Waits __waits) noexcept
    {
      while (__waits())
        {
          hb_atomic_wait_enter(__addr);
          if (!__waits())
            {
              hb_atomic_wait_leave(__addr);
              return;
            }
          hb_atomic_wait_sleep(__addr);
        }
    }
} // namespace __detail

template<typename _Tp, typename _ValFn>
  void
  __atomic_wait_address_v(const _Tp* __addr, _Tp __old, _ValFn __vfn) noexcept
  {
    if (__detail::__hb_models_wait())
      __detail::__hb_wait_while(__addr, [&]
        { return __detail::__atomic_compare(__old, __vfn()); });
    else
      std::__hb_library_wait_address_v(__addr, __old, __vfn);
  }

template<typename _Tp, typename _Pred>
  void
  __atomic_wait_address(const _Tp* __addr, _Pred __pred) noexcept
  {
    if (__detail::__hb_models_wait())
      __detail::__hb_wait_while(__addr, [&] { return !__pred(); });
    else
      std::__hb_library_wait_address(__addr, __pred);
  }

template<typename _Tp>
  void
  __atomic_notify_address(const _Tp* __addr, bool __all) noexcept
  {
    if (__detail::__hb_models_wait())
      hb_atomic_notify(__addr, __all);
    else
      std::__hb_library_notify_address(__addr, __all);
  }

inline void
__atomic_notify_address_bare(const __detail::__platform_wait_t* __addr,
                             bool __all) noexcept
{
  if (__detail::__hb_models_wait())
    hb_atomic_notify(__addr, __all);
  else
    std::__hb_library_notify_address_bare(__addr, __all);
}

_GLIBCXX_END_NAMESPACE_VERSION
} // namespace std

#endif // __cpp_lib_atomic_wait

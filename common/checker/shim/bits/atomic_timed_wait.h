// Comes before libstdc++'s header of this name, and includes it. As in
// atomic_wait.h beside it, the checker tries once before it sleeps; how long
// libstdc++ would spin depends on a clock.
#pragma once
#pragma GCC system_header

#include_next <bits/atomic_timed_wait.h>

#ifdef __cpp_lib_atomic_wait

namespace std _GLIBCXX_VISIBILITY(default)
{
_GLIBCXX_BEGIN_NAMESPACE_VERSION

namespace __detail
{
  template<typename _Pred>
    bool
    __hb_library_spin(_Pred& __pred,
                      __timed_backoff_spin_policy __policy) noexcept
    {
      if (__hb_models_wait())
        return __pred();
      return __detail::__hb_library_spin<_Pred, __timed_backoff_spin_policy>(
          __pred, __policy);
    }
} // namespace __detail

_GLIBCXX_END_NAMESPACE_VERSION
} // namespace std

#endif // __cpp_lib_atomic_wait

// The function that a hook stands in front of: the next one of its name in the
// loader's search order.
#pragma once

namespace hb::checker {

// Ends the process if there is none: a hook without it could not delegate.
void* find_next_function(const char* name);

template <class Function>
class Real {
 public:
  constexpr explicit Real(const char* name) : name_(name) {}

  operator Function*() {
    if (function_ == nullptr) find();
    return function_;
  }
  void find() {
    function_ = reinterpret_cast<Function*>(find_next_function(name_));
  }

 private:
  const char* name_;
  Function* function_ = nullptr;
};

}  // namespace hb::checker

// Declares real_NAME. It is found when the library is loaded, or earlier: the
// constructors of libraries that load before ours call too.
#define HB_REAL(result, name, parameters) \
  HB_REAL_AS(name, result parameters, #name)

// The same for a function whose symbol is mangled.
#define HB_REAL_AS(name, type, symbol)                     \
  constinit ::hb::checker::Real<type> real_##name{symbol}; \
  __attribute__((constructor)) void find_real_##name() { real_##name.find(); }

// std::terminate: an exception that nobody catches, one that meets a noexcept,
// or the destructor of a std::thread that is still joinable.
#include <cxxabi.h>
#include <dlfcn.h>
#include <unwind.h>

#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <typeinfo>

#include "checker/runtime/hooks/entry_point.hpp"

namespace hb::checker {
namespace {

std::terminate_handler earlier_handler = nullptr;

// They call std::terminate themselves if no function on the stack has a handler
// for what they throw. A noexcept has one: the personality routine calls it.
constexpr const char* kThrowing[] = {
    "__cxa_throw", "__cxa_rethrow",
    "_ZSt17rethrow_exceptionNSt15__exception_ptr13exception_ptrE"};
constexpr int kThrowingCount = 3;
void* throwing[kThrowingCount];
void* personality = nullptr;

struct Search {
  int frames_left = 8;  // from here up to std::terminate and its caller
  bool found = false;
};

_Unwind_Reason_Code look_for_throw(_Unwind_Context* frame, void* argument) {
  Search& search = *static_cast<Search*>(argument);
  const auto address = reinterpret_cast<void*>(_Unwind_GetIP(frame) - 1);
  void* const function = _Unwind_FindEnclosingFunction(address);
  if (function == personality) return _URC_NORMAL_STOP;
  for (void* const candidate : throwing) {
    if (function != nullptr && function == candidate) search.found = true;
  }
  return search.found || --search.frames_left == 0 ? _URC_NORMAL_STOP
                                                   : _URC_NO_REASON;
}

bool nobody_catches() {
  Search search;
  _Unwind_Backtrace(&look_for_throw, &search);
  return search.found;
}

std::string name_of(const std::type_info& type) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
  return status == 0 ? name.get() : type.name();
}

// "std::runtime_error: no such file"
std::string current_exception_text() {
  const std::type_info* const type = abi::__cxa_current_exception_type();
  std::string text = type == nullptr ? "exception" : name_of(*type);
  try {
    throw;
  } catch (const std::exception& exception) {
    text += std::string(": ") + exception.what();
  } catch (...) {
  }
  return text;
}

Failure describe() {
  const Quiet quiet;
  if (abi::__cxa_current_exception_type() == nullptr) {
    if (nobody_catches()) {
      return {Kind::terminate,
              "std::terminate is called: there is no exception to rethrow"};
    }
    return {Kind::terminate,
            "std::terminate is called, as it is where a std::thread that is "
            "still joinable is destroyed or assigned to"};
  }
  const std::string text = current_exception_text();
  if (nobody_catches()) return {Kind::exception, "nobody catches " + text};
  return {Kind::terminate,
          "std::terminate is called: a noexcept function or a "
          "destructor does not let through " +
              text};
}

[[noreturn]] void on_terminate() {
  if (called_in_test()) {
    const Failure failure = describe();
    fail_here(failure.kind, failure.message);
  }
  earlier_handler();
  std::abort();
}

__attribute__((constructor)) void install() {
  for (int i = 0; i < kThrowingCount; ++i) {
    throwing[i] = dlsym(RTLD_NEXT, kThrowing[i]);
  }
  personality = dlsym(RTLD_NEXT, "__gxx_personality_v0");
  earlier_handler = std::set_terminate(on_terminate);
}

}  // namespace
}  // namespace hb::checker

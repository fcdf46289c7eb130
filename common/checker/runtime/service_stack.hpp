// Runs the runtime's own code beside the stack of the test.
#pragma once

#include <cstdint>

#include "checker/runtime/entry_stub.hpp"
#include "checker/runtime/runtime.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {

// Runs `function(argument)` on the service stack, if this is not it already.
// REQUIRES: on a fiber.
template <typename Parameter, typename Argument>
void on_service_stack(void (*function)(Parameter&), Argument& argument) {
  if (hb_mode == Mode::doomed) abandon();
  if (hb_mode == Mode::off) return function(argument);
  const auto call = [](std::uint64_t f, std::uint64_t a, std::uint64_t,
                       std::uint64_t, std::uint64_t) {
    const Quiet quiet;
    reinterpret_cast<void (*)(Parameter&)>(f)(*reinterpret_cast<Parameter*>(a));
    return std::uint64_t{0};
  };
  hb_on_service_stack(call, reinterpret_cast<std::uint64_t>(function),
                      reinterpret_cast<std::uint64_t>(&argument), 0, 0, 0);
}

}  // namespace hb::checker

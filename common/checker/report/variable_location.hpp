// Where a variable is, from its description in DWARF.
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>

#include "checker/report/recorded_execution.hpp"

namespace hb::checker {

// The value of a register by its DWARF number, if the frame kept it.
std::optional<std::uint64_t> register_value(int number, const Frame& frame);

// Of "register plus offset". base_register: -1 for any other operation.
int base_register(const Dwarf_Op& operation);
std::uint64_t base_offset(const Dwarf_Op& operation);

// The address of a variable with static storage.
std::optional<std::uintptr_t> static_address(Dwarf_Die variable);

struct VariableLocation {
  bool in_memory = false;
  std::uint64_t value = 0;  // the address of the variable, or what it holds
};

// What is needed to find the locals of one function of a stack.
struct FrameView {
  const Frame& frame;
  Dwarf_Addr address;  // of an instruction in it, without bias
  std::optional<std::uintptr_t> frame_address;
  Dwarf_Die function;  // the function as it was compiled
};

std::optional<VariableLocation> location_of(Dwarf_Die variable,
                                            const FrameView& view);

}  // namespace hb::checker

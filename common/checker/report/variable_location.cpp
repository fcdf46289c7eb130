#include "checker/report/variable_location.hpp"

#include <dwarf.h>

namespace hb::checker {
namespace {

constexpr int kStackPointer = 7;

std::optional<std::uintptr_t> frame_base(const FrameView& view) {
  Dwarf_Die function = view.function;
  Dwarf_Attribute attribute;
  Dwarf_Op* operations = nullptr;
  std::size_t count = 0;
  if (dwarf_attr_integrate(&function, DW_AT_frame_base, &attribute) ==
          nullptr ||
      dwarf_getlocation_addr(&attribute, view.address, &operations, &count,
                             1) != 1 ||
      count != 1) {
    return std::nullopt;
  }
  const Dwarf_Op& operation = operations[0];
  if (operation.atom == DW_OP_call_frame_cfa) return view.frame_address;
  if (operation.atom >= DW_OP_reg0 && operation.atom <= DW_OP_reg31) {
    return register_value(operation.atom - DW_OP_reg0, view.frame);
  }
  const auto base = register_value(base_register(operation), view.frame);
  if (!base) return std::nullopt;
  return *base + base_offset(operation);
}

}  // namespace

std::optional<std::uint64_t> register_value(int number, const Frame& frame) {
  std::uint64_t value = 0;
  switch (number) {
    case 3:
      value = frame.saved[0];
      break;
    case 6:
      value = frame.saved[1];
      break;
    case kStackPointer:
      value = frame.stack_pointer;
      break;
    case 12:
    case 13:
    case 14:
    case 15:
      value = frame.saved[std::size_t(number - 10)];
      break;
    default:
      break;
  }
  if (value == 0) return std::nullopt;
  return value;
}

int base_register(const Dwarf_Op& operation) {
  if (operation.atom >= DW_OP_breg0 && operation.atom <= DW_OP_breg31) {
    return operation.atom - DW_OP_breg0;
  }
  if (operation.atom == DW_OP_bregx) return static_cast<int>(operation.number);
  return -1;
}

std::uint64_t base_offset(const Dwarf_Op& operation) {
  return operation.atom == DW_OP_bregx ? operation.number2 : operation.number;
}

std::optional<std::uintptr_t> static_address(Dwarf_Die variable) {
  Dwarf_Attribute attribute;
  Dwarf_Op* operations = nullptr;
  std::size_t count = 0;
  if (dwarf_attr(&variable, DW_AT_location, &attribute) == nullptr ||
      dwarf_getlocation(&attribute, &operations, &count) != 0 || count != 1) {
    return std::nullopt;
  }
  if (operations[0].atom == DW_OP_addr) return operations[0].number;
  if (operations[0].atom != DW_OP_addrx) return std::nullopt;
  Dwarf_Attribute indirect;
  Dwarf_Addr address = 0;
  if (dwarf_getlocation_attr(&attribute, operations, &indirect) != 0 ||
      dwarf_formaddr(&indirect, &address) != 0) {
    return std::nullopt;
  }
  return address;
}

std::optional<VariableLocation> location_of(Dwarf_Die variable,
                                            const FrameView& view) {
  Dwarf_Attribute attribute;
  Dwarf_Op* operations = nullptr;
  std::size_t count = 0;
  if (dwarf_attr(&variable, DW_AT_location, &attribute) == nullptr ||
      dwarf_getlocation_addr(&attribute, view.address, &operations, &count,
                             1) != 1 ||
      count == 0) {
    return std::nullopt;
  }
  const Dwarf_Op& first = operations[0];
  const bool is_value = count == 2 && operations[1].atom == DW_OP_stack_value;
  if (count > 1 && !is_value) return std::nullopt;
  if (first.atom >= DW_OP_reg0 && first.atom <= DW_OP_reg31 && count == 1) {
    const auto value = register_value(first.atom - DW_OP_reg0, view.frame);
    if (!value) return std::nullopt;
    return VariableLocation{false, *value};
  }
  std::optional<std::uintptr_t> base;
  std::uint64_t offset = first.number;
  if (first.atom == DW_OP_fbreg) {
    base = frame_base(view);
  } else {
    base = register_value(base_register(first), view.frame);
    offset = base_offset(first);
  }
  if (!base) return std::nullopt;
  return VariableLocation{!is_value, *base + offset};
}

}  // namespace hb::checker

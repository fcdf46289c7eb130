// The types of variables: sizes, and the member that lies at an offset.
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>
#include <string>

namespace hb::checker {

// The type of a variable or member, without typedefs and const.
std::optional<Dwarf_Die> type_of(Dwarf_Die die);
// Of a variable, in bytes; 0 if it is not known.
std::uint64_t size_of(Dwarf_Die variable);
std::uint64_t size_of_type(Dwarf_Die type);

// What a pointer or reference leads to.
struct Pointee {
  Dwarf_Die type;
  bool is_reference = false;
};
std::optional<Pointee> pointee_of(Dwarf_Die type);

// True for a class of the standard library or another one of the system: its
// members mean nothing to a reader.
bool is_library_type(Dwarf_Die type);

// What to write behind the name of an object of `type` for the byte at
// `offset`: ".buffer_[0]", or nothing.
std::string member_path(Dwarf_Die type, std::uint64_t offset);

}  // namespace hb::checker

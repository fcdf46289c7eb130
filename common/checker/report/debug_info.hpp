// The debug information of the executable, opened once.
//
// Thread safety: none.
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checker/report/recorded_execution.hpp"

namespace hb::checker {

class DebugInfo {
 public:
  // Without debug information, or without the file, nothing is ever found.
  // `bias`: where the executable is loaded, if it may be loaded anywhere.
  explicit DebugInfo(const std::string& executable, std::uintptr_t bias = 0);
  ~DebugInfo();
  DebugInfo(const DebugInfo&) = delete;
  DebugInfo& operator=(const DebugInfo&) = delete;

  // The function that holds the instruction, and what is nested in it there
  // (blocks, inlined functions), innermost first.
  std::vector<Dwarf_Die> scopes_at(std::uintptr_t address) const;

  // The compilation unit of the instruction.
  std::optional<Dwarf_Die> unit_at(std::uintptr_t address) const;

  // The canonical frame address, from which locals are counted.
  std::optional<std::uintptr_t> frame_address(const Frame& frame) const;

  struct Global {
    std::uintptr_t address;
    std::uint64_t size;
    Dwarf_Die die;
  };
  // The variable with static storage that holds the byte at `address`.
  std::optional<Global> global_at(std::uintptr_t address) const;
  // The same from the table of symbols, where there is no debug information.
  std::string symbol_at(std::uintptr_t address) const;

  std::uintptr_t bias() const { return bias_; }

 private:
  struct Function {
    Dwarf_Addr begin;
    Dwarf_Addr end;
    Dwarf_Die die;
  };
  // Read when first needed: most reports touch one unit of many.
  struct Unit {
    Dwarf_Die die;
    bool has_globals = false;    // those outside of functions
    bool has_functions = false;  // and the globals inside them
    std::vector<Function> functions;
    std::vector<Global> globals;
  };
  struct Range {
    Dwarf_Addr begin;
    Dwarf_Addr end;
    std::size_t unit;
  };

  void find_units();
  void index_globals(Unit& unit) const;
  void index_functions(Unit& unit) const;
  void walk_namespaces(Dwarf_Die die, Unit& unit) const;
  void walk_functions(Dwarf_Die die, bool in_function, Unit& unit) const;
  std::optional<Global> global_among(std::uintptr_t address,
                                     bool in_functions) const;
  // As the linker knows it; empty if no object covers the address.
  std::string linkage_name_at(std::uintptr_t address) const;
  Unit* unit_of(Dwarf_Addr address) const;

  int file_ = -1;
  std::uintptr_t bias_;
  Dwarf* dwarf_ = nullptr;
  mutable Dwarf_CFI* unwinding_ = nullptr;
  mutable std::vector<Unit> units_;
  std::vector<Range> ranges_;
};

}  // namespace hb::checker

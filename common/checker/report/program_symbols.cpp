#include "checker/report/program_symbols.hpp"

#include <dwarf.h>

#include "checker/report/variable_location.hpp"
#include "checker/report/variable_type.hpp"

namespace hb::checker {
namespace {

std::string name_of_die(Dwarf_Die die) {
  const char* name = dwarf_diename(&die);
  return name == nullptr ? "" : name;
}

// A variable that the reader of a report has written.
bool is_own_variable(Dwarf_Die& die) {
  const int tag = dwarf_tag(&die);
  if (tag != DW_TAG_variable && tag != DW_TAG_formal_parameter) return false;
  const char* file = dwarf_decl_file(&die);
  // What the compiler declares, like `this`, has no file.
  return file == nullptr || is_own_file(file);
}

}  // namespace

ProgramSymbols::ProgramSymbols(const std::string& executable,
                               std::uintptr_t bias)
    : debug_info_(executable, bias), lines_(debug_info_) {}

Place ProgramSymbols::place_of(const CallStack& stack) const {
  return lines_.innermost_own(stack);
}

std::string ProgramSymbols::caller_file_of(const CallStack& stack) const {
  return lines_.innermost_caller_file(stack);
}

std::string ProgramSymbols::source_line(const std::string& file,
                                        int line) const {
  return text_.line(file, line);
}

std::string ProgramSymbols::global_at(std::uintptr_t address) const {
  const auto global = debug_info_.global_at(address);
  if (!global) return debug_info_.symbol_at(address);
  std::string name = name_of_die(global->die);
  const auto type = type_of(global->die);
  if (name.empty()) return debug_info_.symbol_at(address);
  const std::uint64_t offset = address - debug_info_.bias() - global->address;
  return type ? name + member_path(*type, offset) : name;
}

template <typename NameOf>
std::string ProgramSymbols::first_answer(const CallStack& stack,
                                         NameOf name_of) const {
  for (const Frame& frame : stack) {
    const std::uintptr_t call = frame.return_address - 1;
    const auto scopes = debug_info_.scopes_at(call);
    if (scopes.empty()) continue;
    const FrameView view{frame, call - debug_info_.bias(),
                         debug_info_.frame_address(frame), scopes.back()};
    for (Dwarf_Die scope : scopes) {
      Dwarf_Die die;
      if (dwarf_child(&scope, &die) != 0) continue;
      do {
        if (!is_own_variable(die)) continue;
        const auto location = location_of(die, view);
        if (!location) continue;
        const std::string name = name_of(die, *location);
        if (!name.empty()) return name;
      } while (dwarf_siblingof(&die, &die) == 0);
    }
  }
  return "";
}

std::string ProgramSymbols::local_at(std::uintptr_t address,
                                     const CallStack& stack) const {
  return first_answer(
      stack,
      [&](Dwarf_Die variable, const VariableLocation& location) -> std::string {
        const auto type = type_of(variable);
        if (!location.in_memory || !type || address < location.value ||
            address >= location.value + size_of_type(*type)) {
          return "";
        }
        const std::string name = name_of_die(variable);
        // "this" itself, and what the compiler made up.
        if (name.empty() || name.starts_with("__")) return "";
        return name + member_path(*type, address - location.value);
      });
}

std::string ProgramSymbols::pointee_at(std::uintptr_t address,
                                       const CallStack& stack) const {
  return first_answer(
      stack,
      [&](Dwarf_Die variable, const VariableLocation& location) -> std::string {
        const auto type = type_of(variable);
        const auto pointee = type ? pointee_of(*type) : std::nullopt;
        // A pointer in memory has been overwritten since.
        if (!pointee || location.in_memory || address < location.value ||
            address >= location.value + size_of_type(pointee->type) ||
            is_library_type(pointee->type)) {
          return "";
        }
        const std::string name = name_of_die(variable);
        const std::string path =
            member_path(pointee->type, address - location.value);
        if (name == "this") return path.empty() ? "" : path.substr(1);
        if (name.empty() || name.starts_with("__")) return "";
        if (pointee->is_reference) return name + path;
        return path.empty() ? "*" + name : name + "->" + path.substr(1);
      });
}

}  // namespace hb::checker

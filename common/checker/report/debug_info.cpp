#include "checker/report/debug_info.hpp"

#include <cxxabi.h>
#include <dwarf.h>
#include <fcntl.h>
#include <gelf.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "checker/report/variable_location.hpp"
#include "checker/report/variable_type.hpp"

namespace hb::checker {
namespace {

bool is_below(int tag) {
  return tag == DW_TAG_lexical_block || tag == DW_TAG_inlined_subroutine;
}

std::string demangled(const char* name) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> text(
      abi::__cxa_demangle(name, nullptr, nullptr, &status), &std::free);
  return text ? text.get() : name;
}

}  // namespace

DebugInfo::DebugInfo(const std::string& executable, std::uintptr_t bias)
    : file_(::open(executable.c_str(), O_RDONLY | O_CLOEXEC)), bias_(bias) {
  if (file_ < 0) return;
  dwarf_ = dwarf_begin(file_, DWARF_C_READ);
  if (dwarf_ != nullptr) find_units();
}

DebugInfo::~DebugInfo() {
  if (unwinding_ != nullptr) dwarf_cfi_end(unwinding_);
  if (dwarf_ != nullptr) dwarf_end(dwarf_);
  if (file_ >= 0) ::close(file_);
}

// WHY not dwarf_addrdie: it needs .debug_aranges, which clang does not write.
void DebugInfo::find_units() {
  Dwarf_CU* unit = nullptr;
  Dwarf_Die die;
  std::uint8_t type = 0;
  while (dwarf_get_units(dwarf_, unit, &unit, nullptr, &type, &die, nullptr) ==
         0) {
    if (type != DW_UT_compile) continue;
    units_.push_back({die, false, false, {}, {}});
    Dwarf_Addr base = 0;
    Dwarf_Addr begin = 0;
    Dwarf_Addr end = 0;
    std::ptrdiff_t next = 0;
    while ((next = dwarf_ranges(&die, next, &base, &begin, &end)) > 0) {
      ranges_.push_back({begin, end, units_.size() - 1});
    }
  }
}

DebugInfo::Unit* DebugInfo::unit_of(Dwarf_Addr address) const {
  for (const Range& range : ranges_) {
    if (address >= range.begin && address < range.end) {
      return &units_[range.unit];
    }
  }
  return nullptr;
}

std::optional<Dwarf_Die> DebugInfo::unit_at(std::uintptr_t address) const {
  const Unit* unit = unit_of(address - bias_);
  if (unit == nullptr) return std::nullopt;
  return unit->die;
}

void DebugInfo::index_globals(Unit& unit) const {
  if (unit.has_globals) return;
  unit.has_globals = true;
  walk_namespaces(unit.die, unit);
}

void DebugInfo::index_functions(Unit& unit) const {
  if (unit.has_functions) return;
  unit.has_functions = true;
  walk_functions(unit.die, false, unit);
}

void DebugInfo::walk_namespaces(Dwarf_Die parent, Unit& unit) const {
  Dwarf_Die die;
  if (dwarf_child(&parent, &die) != 0) return;
  do {
    const int tag = dwarf_tag(&die);
    if (tag == DW_TAG_namespace) walk_namespaces(die, unit);
    if (tag != DW_TAG_variable) continue;
    const auto address = static_address(die);
    if (address) unit.globals.push_back({*address, size_of(die), die});
  } while (dwarf_siblingof(&die, &die) == 0);
}

void DebugInfo::walk_functions(Dwarf_Die parent, bool in_function,
                               Unit& unit) const {
  Dwarf_Die die;
  if (dwarf_child(&parent, &die) != 0) return;
  do {
    switch (dwarf_tag(&die)) {
      case DW_TAG_subprogram: {
        Dwarf_Addr base = 0;
        Dwarf_Addr begin = 0;
        Dwarf_Addr end = 0;
        std::ptrdiff_t next = 0;
        while ((next = dwarf_ranges(&die, next, &base, &begin, &end)) > 0) {
          if (begin != end) unit.functions.push_back({begin, end, die});
        }
        walk_functions(die, true, unit);  // static locals, local classes
        break;
      }
      case DW_TAG_variable: {
        if (!in_function) break;
        const auto address = static_address(die);
        if (address) unit.globals.push_back({*address, size_of(die), die});
        break;
      }
      case DW_TAG_namespace:
      case DW_TAG_class_type:
      case DW_TAG_structure_type:
      case DW_TAG_lexical_block:
      case DW_TAG_inlined_subroutine:
        walk_functions(die, in_function, unit);
        break;
      default:
        break;
    }
  } while (dwarf_siblingof(&die, &die) == 0);
}

std::vector<Dwarf_Die> DebugInfo::scopes_at(std::uintptr_t address) const {
  std::vector<Dwarf_Die> scopes;
  const Dwarf_Addr at = address - bias_;
  Unit* unit = unit_of(at);
  if (unit == nullptr) return scopes;
  index_functions(*unit);
  for (const Function& function : unit->functions) {
    if (at < function.begin || at >= function.end) continue;
    scopes.push_back(function.die);
    break;
  }
  if (scopes.empty()) return scopes;
  // Deeper and deeper, as long as something nested holds the instruction.
  for (bool deeper = true; deeper;) {
    deeper = false;
    Dwarf_Die die;
    if (dwarf_child(&scopes.back(), &die) != 0) break;
    do {
      if (!is_below(dwarf_tag(&die)) || dwarf_haspc(&die, at) != 1) continue;
      scopes.push_back(die);
      deeper = true;
      break;
    } while (dwarf_siblingof(&die, &die) == 0);
  }
  std::reverse(scopes.begin(), scopes.end());
  return scopes;
}

std::optional<std::uintptr_t> DebugInfo::frame_address(
    const Frame& frame) const {
  if (dwarf_ == nullptr || frame.stack_pointer == 0) return std::nullopt;
  if (unwinding_ == nullptr) {
    unwinding_ = dwarf_getcfi_elf(dwarf_getelf(dwarf_));
  }
  Dwarf_Frame* found = nullptr;
  if (unwinding_ == nullptr ||
      dwarf_cfi_addrframe(unwinding_, frame.return_address - 1 - bias_,
                          &found) != 0) {
    return std::nullopt;
  }
  const std::unique_ptr<Dwarf_Frame, void (*)(void*)> owner(found, &std::free);
  Dwarf_Op* operations = nullptr;
  std::size_t count = 0;
  if (dwarf_frame_cfa(found, &operations, &count) != 0 || count == 0) {
    return std::nullopt;
  }
  const auto base = register_value(base_register(operations[0]), frame);
  if (!base || count != 1) return std::nullopt;
  return *base + base_offset(operations[0]);
}

std::optional<DebugInfo::Global> DebugInfo::global_among(
    std::uintptr_t address, bool in_functions) const {
  for (Unit& unit : units_) {
    in_functions ? index_functions(unit) : index_globals(unit);
    for (const Global& global : unit.globals) {
      if (address >= global.address && address < global.address + global.size) {
        return global;
      }
    }
  }
  return std::nullopt;
}

std::optional<DebugInfo::Global> DebugInfo::global_at(
    std::uintptr_t address) const {
  // The table of symbols is quick to search; most addresses are no globals.
  const std::string name = linkage_name_at(address);
  if (name.empty()) return std::nullopt;
  // "_ZZ": of something inside a function.
  return global_among(address - bias_, name.starts_with("_ZZ"));
}

std::string DebugInfo::symbol_at(std::uintptr_t address) const {
  const std::string name = linkage_name_at(address);
  return name.empty() ? "" : demangled(name.c_str());
}

std::string DebugInfo::linkage_name_at(std::uintptr_t address) const {
  Elf* elf = dwarf_ == nullptr ? nullptr : dwarf_getelf(dwarf_);
  if (elf == nullptr) return "";
  const std::uintptr_t at = address - bias_;
  for (Elf_Scn* section = elf_nextscn(elf, nullptr); section != nullptr;
       section = elf_nextscn(elf, section)) {
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) == nullptr ||
        header.sh_type != SHT_SYMTAB || header.sh_entsize == 0) {
      continue;
    }
    Elf_Data* data = elf_getdata(section, nullptr);
    const int count = static_cast<int>(header.sh_size / header.sh_entsize);
    for (int i = 0; i < count; ++i) {
      GElf_Sym symbol;
      if (gelf_getsym(data, i, &symbol) == nullptr ||
          GELF_ST_TYPE(symbol.st_info) != STT_OBJECT || at < symbol.st_value ||
          at >= symbol.st_value + symbol.st_size) {
        continue;
      }
      const char* name = elf_strptr(elf, header.sh_link, symbol.st_name);
      return name == nullptr ? "" : name;
    }
  }
  return "";
}

}  // namespace hb::checker

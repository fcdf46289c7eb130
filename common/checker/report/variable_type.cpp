#include "checker/report/variable_type.hpp"

#include <dwarf.h>

#include <string_view>
#include <vector>

namespace hb::checker {
namespace {

bool is_class(int tag) {
  return tag == DW_TAG_structure_type || tag == DW_TAG_class_type ||
         tag == DW_TAG_union_type;
}

std::optional<std::uint64_t> number_of(Dwarf_Die die, unsigned attribute) {
  Dwarf_Attribute found;
  Dwarf_Word value = 0;
  if (dwarf_attr_integrate(&die, attribute, &found) == nullptr ||
      dwarf_formudata(&found, &value) != 0) {
    return std::nullopt;
  }
  return value;
}

struct Member {
  Dwarf_Die die;
  std::uint64_t offset = 0;  // of the byte, in the member
};

// The base class or member that holds the byte at `offset`.
std::optional<Member> member_at(Dwarf_Die type, std::uint64_t offset) {
  Dwarf_Die die;
  if (dwarf_child(&type, &die) != 0) return std::nullopt;
  do {
    const int tag = dwarf_tag(&die);
    if (tag != DW_TAG_member && tag != DW_TAG_inheritance) continue;
    if (dwarf_hasattr(&die, DW_AT_declaration)) continue;  // static
    const std::uint64_t begin =
        number_of(die, DW_AT_data_member_location).value_or(0);
    const std::uint64_t size = size_of(die);
    if (offset >= begin && offset < begin + size) {
      return Member{die, offset - begin};
    }
  } while (dwarf_siblingof(&die, &die) == 0);
  return std::nullopt;
}

// How many elements each dimension of an array has; 0 where it is not said.
std::vector<std::uint64_t> dimensions_of(Dwarf_Die array) {
  std::vector<std::uint64_t> dimensions;
  Dwarf_Die die;
  if (dwarf_child(&array, &die) != 0) return dimensions;
  do {
    if (dwarf_tag(&die) != DW_TAG_subrange_type) continue;
    auto count = number_of(die, DW_AT_count);
    if (!count) {
      count = number_of(die, DW_AT_upper_bound);
      if (count) ++*count;
    }
    dimensions.push_back(count.value_or(0));
  } while (dwarf_siblingof(&die, &die) == 0);
  return dimensions;
}

std::string indices_text(const std::vector<std::uint64_t>& dimensions,
                         std::uint64_t index) {
  std::string text;
  for (std::size_t i = dimensions.size(); i-- > 0;) {
    const bool last = i == 0 || dimensions[i] == 0;
    const std::uint64_t here = last ? index : index % dimensions[i];
    text.insert(0, "[" + std::to_string(here) + "]");
    if (last) break;
    index /= dimensions[i];
  }
  return text;
}

}  // namespace

std::optional<Dwarf_Die> type_of(Dwarf_Die die) {
  Dwarf_Attribute attribute;
  Dwarf_Die type;
  if (dwarf_attr_integrate(&die, DW_AT_type, &attribute) == nullptr ||
      dwarf_formref_die(&attribute, &type) == nullptr ||
      dwarf_peel_type(&type, &type) != 0) {
    return std::nullopt;
  }
  return type;
}

std::uint64_t size_of_type(Dwarf_Die type) {
  Dwarf_Word size = 0;
  return dwarf_aggregate_size(&type, &size) == 0 ? size : 0;
}

std::uint64_t size_of(Dwarf_Die variable) {
  const auto type = type_of(variable);
  return type ? size_of_type(*type) : 0;
}

std::optional<Pointee> pointee_of(Dwarf_Die type) {
  const int tag = dwarf_tag(&type);
  const bool reference =
      tag == DW_TAG_reference_type || tag == DW_TAG_rvalue_reference_type;
  if (!reference && tag != DW_TAG_pointer_type) return std::nullopt;
  const auto target = type_of(type);
  if (!target) return std::nullopt;
  return Pointee{*target, reference};
}

bool is_library_type(Dwarf_Die type) {
  const char* file = dwarf_decl_file(&type);
  return file != nullptr && std::string_view(file).starts_with("/usr/");
}

std::string member_path(Dwarf_Die type, std::uint64_t offset) {
  std::string path;
  for (int depth = 0; depth < 32; ++depth) {
    const int tag = dwarf_tag(&type);
    if (tag == DW_TAG_array_type) {
      const auto element = type_of(type);
      const std::uint64_t size = element ? size_of_type(*element) : 0;
      if (size == 0) return path;
      path += indices_text(dimensions_of(type), offset / size);
      offset %= size;
      type = *element;
      continue;
    }
    if (!is_class(tag)) return path;
    const auto member = member_at(type, offset);
    const auto next = member ? type_of(member->die) : std::nullopt;
    if (!next) return path;
    Dwarf_Die die = member->die;
    const char* text =
        dwarf_tag(&die) == DW_TAG_member ? dwarf_diename(&die) : nullptr;
    const std::string_view name = text == nullptr ? "" : text;
    if (is_library_type(type)) {
      // Of a library's class only what its users know: std::pair's first. The
      // elements of a std::array are its own.
      const bool is_array =
          dwarf_tag(&die) == DW_TAG_member && name == "_M_elems";
      const bool is_public = !name.empty() && name[0] != '_';
      if (!is_array && !is_public) return path;
      if (is_public) path.append(".").append(name);
    } else if (!name.empty()) {
      path.append(".").append(name);
    }
    offset = member->offset;
    type = *next;
  }
  return path;
}

}  // namespace hb::checker

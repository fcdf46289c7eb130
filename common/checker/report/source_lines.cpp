#include "checker/report/source_lines.hpp"

#include <dwarf.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>

namespace hb::checker {
namespace {

std::string normal(const char* path) {
  return std::filesystem::path(path).lexically_normal().string();
}

std::string text_or_empty(const char* text) { return text ? text : ""; }

std::optional<Dwarf_Word> number_of(Dwarf_Die& die, unsigned attribute) {
  Dwarf_Attribute found;
  Dwarf_Word value = 0;
  if (dwarf_formudata(dwarf_attr(&die, attribute, &found), &value) != 0) {
    return std::nullopt;
  }
  return value;
}

// The line of the instruction itself.
Place line_of(Dwarf_Die unit, Dwarf_Addr address) {
  Place place;
  Dwarf_Line* line = dwarf_getsrc_die(&unit, address);
  const char* file =
      line == nullptr ? nullptr : dwarf_linesrc(line, nullptr, nullptr);
  if (file == nullptr) return place;
  place.file = normal(file);
  dwarf_lineno(line, &place.line);
  dwarf_linecol(line, &place.column);
  return place;
}

// The line of the call that was inlined.
Place call_of(Dwarf_Die unit, Dwarf_Die inlined) {
  Place place;
  Dwarf_Files* files = nullptr;
  // File 0 is a file like any other since DWARF 5.
  const auto file = number_of(inlined, DW_AT_call_file);
  if (!file || dwarf_getsrcfiles(&unit, &files, nullptr) != 0) return place;
  const char* name = dwarf_filesrc(files, *file, nullptr, nullptr);
  if (name == nullptr) return place;
  place.file = normal(name);
  place.line =
      static_cast<int>(number_of(inlined, DW_AT_call_line).value_or(0));
  place.column =
      static_cast<int>(number_of(inlined, DW_AT_call_column).value_or(0));
  return place;
}

}  // namespace

bool is_own_file(std::string_view path) {
  constexpr std::array<std::string_view, 8> kForeign = {
      "/include/c++/",     "/boost/",        "/gtest/",
      "/gmock/",           "/checker/shim/", "/checker/runtime/",
      "/checker/threads/", "/checker/hooks/"};
  constexpr std::array<std::string_view, 6> kOurHeaders = {
      "/checker/explore.hpp",  "/checker/model.hpp",
      "/checker/region.hpp",   "/checker/budget.hpp",
      "/checker/outcomes.hpp", "/checker/linearizable.hpp"};
  if (path.empty() || path.starts_with("/usr/") || path.starts_with("<")) {
    return false;
  }
  const auto holds = [&](auto part) { return path.find(part) != path.npos; };
  // Tests of the checker's own parts are tests as well.
  if (path.ends_with("_test.cpp")) return true;
  return std::none_of(kForeign.begin(), kForeign.end(), holds) &&
         std::none_of(kOurHeaders.begin(), kOurHeaders.end(), holds);
}

bool is_bookkeeping_file(std::string_view path) {
  constexpr std::array<std::string_view, 6> kFiles = {
      "/stop_token",      "/bits/shared_ptr_base.h", "/bits/shared_ptr.h",
      "/ext/atomicity.h", "/boost/smart_ptr/",       "/bits/cow_string.h"};
  return std::any_of(kFiles.begin(), kFiles.end(),
                     [&](auto part) { return path.find(part) != path.npos; });
}

const std::vector<Place>& SourceLines::lines_at(
    std::uintptr_t return_address) const {
  const auto [entry, is_new] = known_.try_emplace(return_address);
  std::vector<Place>& lines = entry->second;
  if (!is_new) return lines;
  // A return address may belong to the next line; the call does not.
  const std::uintptr_t call = return_address - 1;
  const auto unit = debug_info_.unit_at(call);
  if (!unit) return lines;
  lines.push_back(line_of(*unit, call - debug_info_.bias()));
  for (Dwarf_Die& scope : debug_info_.scopes_at(call)) {
    const int tag = dwarf_tag(&scope);
    if (tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine) {
      lines.back().function = text_or_empty(dwarf_diename(&scope));
    }
    if (tag == DW_TAG_inlined_subroutine) {
      lines.push_back(call_of(*unit, scope));
    }
  }
  return lines;
}

Place SourceLines::innermost_own(const CallStack& stack) const {
  for (const Frame& frame : stack) {
    for (const Place& place : lines_at(frame.return_address)) {
      if (place.line > 0 && is_own_file(place.file)) return place;
    }
  }
  return {};
}

std::string SourceLines::innermost_caller_file(const CallStack& stack) const {
  for (const Frame& frame : stack) {
    for (const Place& place : lines_at(frame.return_address)) {
      const std::string_view file = place.file;
      if (!file.empty() && !file.ends_with("/bits/atomic_base.h") &&
          !file.ends_with("/atomic")) {
        return place.file;
      }
    }
  }
  return "";
}

std::string SourceText::line(const std::string& file, int number) const {
  const auto [entry, is_new] = files_.try_emplace(file);
  std::vector<std::string>& lines = entry->second;
  if (is_new) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
  }
  if (number < 1 || static_cast<std::size_t>(number) > lines.size()) return "";
  return lines[static_cast<std::size_t>(number - 1)];
}

}  // namespace hb::checker

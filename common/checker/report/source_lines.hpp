// From a return address to the lines of source that it stands for.
//
// Thread safety: none.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "checker/report/debug_info.hpp"
#include "checker/report/place.hpp"

namespace hb::checker {

// True if a file is the learner's or the test's: not of the system, of a
// library, or of the checker.
bool is_own_file(std::string_view path);

// True for a file whose atomics only keep count of owners, or of who has asked
// to stop: shared_ptr, stop_token. They mean nothing to a reader.
bool is_bookkeeping_file(std::string_view path);

class SourceLines {
 public:
  explicit SourceLines(const DebugInfo& debug_info) : debug_info_(debug_info) {}

  // The lines of one call: the innermost inlined function first.
  const std::vector<Place>& lines_at(std::uintptr_t return_address) const;

  // See Symbols::place_of.
  Place innermost_own(const CallStack& stack) const;

  // See Symbols::caller_file_of.
  std::string innermost_caller_file(const CallStack& stack) const;

 private:
  const DebugInfo& debug_info_;
  mutable std::map<std::uintptr_t, std::vector<Place>> known_;
};

// The text of source files, read once.
class SourceText {
 public:
  // See Symbols::source_line.
  std::string line(const std::string& file, int number) const;

 private:
  mutable std::map<std::string, std::vector<std::string>> files_;
};

}  // namespace hb::checker

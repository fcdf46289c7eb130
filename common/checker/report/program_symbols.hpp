// Symbols of a real program: from its DWARF and its source files.
#pragma once

#include <string>

#include "checker/report/debug_info.hpp"
#include "checker/report/source_lines.hpp"
#include "checker/report/symbols.hpp"

namespace hb::checker {

class ProgramSymbols : public Symbols {
 public:
  // "/proc/self/exe" for the running program.
  explicit ProgramSymbols(const std::string& executable,
                          std::uintptr_t bias = 0);

  Place place_of(const CallStack& stack) const override;
  std::string caller_file_of(const CallStack& stack) const override;
  std::string source_line(const std::string& file, int line) const override;
  std::string global_at(std::uintptr_t address) const override;
  std::string local_at(std::uintptr_t address,
                       const CallStack& stack) const override;
  std::string pointee_at(std::uintptr_t address,
                         const CallStack& stack) const override;

 private:
  // Asks `name_of(variable, location)` for each variable that each function of
  // the stack has at that moment, until it answers.
  template <typename NameOf>
  std::string first_answer(const CallStack& stack, NameOf name_of) const;

  DebugInfo debug_info_;
  SourceLines lines_;
  SourceText text_;
};

}  // namespace hb::checker

// What locations are called: the expression in the source, else the variable
// and its members from the debug information, else where it was allocated.
// No two locations have the same name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checker/report/recorded_execution.hpp"
#include "checker/report/symbols.hpp"

namespace hb::checker {

class Names {
 public:
  // REQUIRES: both outlive this object.
  Names(const RecordedExecution& execution, const Symbols& symbols);

  const std::string& of_location(int location) const {
    return locations_[std::size_t(location)];
  }
  const std::string& of_access(int access) const {
    return accesses_[std::size_t(access)];
  }
  // "the Node allocated at list.hpp:9"
  std::string of_block(const RecordedBlock& block) const;
  // "Node", or "object" if the source does not tell.
  std::string type_of_block(const RecordedBlock& block) const;
  const RecordedBlock* block_at(std::uintptr_t address) const;
  // The variable at an address that is not of the heap; empty if there is none.
  std::string variable_at(std::uintptr_t address) const;

 private:
  // Something that needs one name: a location, or the target of an access.
  struct Subject {
    std::uintptr_t address = 0;
    std::uint32_t size = 0;
    bool is_waiters = false;
    std::vector<const CallStack*> stacks;  // of those who used it
    std::vector<std::string> expressions;  // what they called it
    std::string variable;                  // from the debug information
    std::string name;
  };

  void add_event(Subject& subject, const RecordedEvent& recorded) const;
  void add_access(Subject& subject, const RecordedAccess& access) const;
  std::string variable_of(const Subject& subject) const;
  std::string local_of(const Subject& subject) const;
  std::string name_of(const Subject& subject) const;
  std::string expression_of(const Subject& subject) const;
  std::string with_real_index(const Subject& subject,
                              const std::string& expression) const;
  std::string last_resort(const Subject& subject) const;

  const RecordedExecution& execution_;
  const Symbols& symbols_;
  std::vector<std::string> locations_;
  std::vector<std::string> accesses_;
};

}  // namespace hb::checker

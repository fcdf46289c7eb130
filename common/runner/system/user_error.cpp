#include "runner/system/user_error.hpp"

#include <sstream>
#include <utility>

namespace hb::runner {

UserError::UserError(int exit_code, Text description)
    : std::runtime_error(description.what),
      code(exit_code),
      text(std::move(description)) {}

std::string UserError::message() const {
  std::string message = "error: " + text.what + "\n";
  if (!text.where.empty()) message += "  --> " + text.where + "\n";
  std::istringstream lines(text.expected);
  for (std::string line; std::getline(lines, line);) {
    message += "  " + line + "\n";
  }
  if (!text.next.empty()) message += "  try: " + text.next + "\n";
  return message;
}

}  // namespace hb::runner

// Which object a line of source speaks of, by a light look at its text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checker/graph/operation.hpp"
#include "checker/report/recorded_execution.hpp"

namespace hb::checker {

// What is looked for in a line.
struct Sought {
  enum class Access {
    operation,
    plain_read,
    plain_write
  } access = Access::operation;
  Operation operation = Operation::none;
  LocationKind kind = LocationKind::atomic;
  int column = 0;  // of the call, from 1; 0: not known
};

// The expressions that can be meant, the likeliest first: for a store at
// "tail_.store(1, relaxed);" that is "tail_". Empty if the text tells nothing.
std::vector<std::string> objects_in(std::string_view line,
                                    const Sought& sought);

// "ring.buffer_[i + 1]" -> "buffer_": the last name in an expression.
std::string last_name(std::string_view expression);

// True if the expression ends in an index that is not a number.
bool has_computed_index(std::string_view expression);
// The same expression with its last index replaced: "buffer_[1]".
std::string with_index(std::string_view expression, std::string_view index);

}  // namespace hb::checker

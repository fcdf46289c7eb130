// Step mode as text: a column a thread, what it did, what it would do next.
// Never wider than the terminal; long cells are shortened, long histories
// scroll. Nothing is told by colour alone.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runner/judge/step_state.hpp"
#include "runner/system/screen.hpp"

namespace hb::runner {

struct StepPicture {
  std::string title;             // "06d break_it, level 1 of 6: TransfersEnd"
  std::string task;              // what to reach; may be empty
  std::string message;           // of the last thing that was done
  std::string keys;              // what can be typed; empty: no such line
  std::optional<int> selecting;  // the thread that is asked which choice
};

struct StepSize {
  std::size_t columns = 80;
  std::size_t rows = 0;  // 0: as many as it takes
};

std::vector<std::string> step_screen(const StepState& state,
                                     const StepPicture& picture,
                                     const StepSize& size, const Style& style);

// One line a step, below a title.
std::vector<std::string> list_of_steps(const StepState& state,
                                       const std::string& title);

// At most `width` columns; ".." where something is missing.
std::string shortened(const std::string& text, std::size_t width);

}  // namespace hb::runner

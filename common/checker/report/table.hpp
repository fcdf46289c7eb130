// The steps of an execution as a table with one column a thread.
#pragma once

#include <string>

#include "checker/report/story.hpp"

namespace hb::checker {

// Lines indented by two, each ended by '\n'. As narrow as the steps allow; a
// list instead where columns would not fit, and for more than four threads.
std::string table(const Story& story);

}  // namespace hb::checker

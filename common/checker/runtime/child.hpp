// The process in which a test is explored: whatever the test does to it, the
// caller lives on and knows.
#pragma once

#include <functional>

#include "checker/model.hpp"
#include "checker/runtime/findings.hpp"

namespace hb::checker {

using Work = std::function<Result(const Findings::OnProgress&)>;

// Runs `work` in a child process. One that dies, or says nothing for longer
// than it may take, is a verdict too.
Result run_in_child(const Work& work, const TestName& name,
                    const Findings::OnProgress& on_progress,
                    double most_seconds);

}  // namespace hb::checker

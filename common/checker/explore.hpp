// explore(): run a test body in every execution that can be had.
//
// One object file, two links:
//
//   threads   the real ThreadSanitizer runtime. The body runs `runs` times on
//             real threads behind a start gate. That can find a defect; it can
//             never show that there is none.
//   checker   our own runtime: every execution that the C++ memory model
//             allows, in a child process.
//
// A test reads the same in both. What only the checker can judge (regions that
// never overlap, budgets, missing outcomes) is recorded here and never fails.
//
// Captured variables carry nothing out of explore(): under the checker the body
// runs in another process. EXPECT_*, Outcomes and regions do.
//
// Thread safety: explore() is called by the test's own thread, one at a time.
#pragma once

#include <functional>

#include "checker/budget.hpp"
#include "checker/linearizable.hpp"
#include "checker/options.hpp"
#include "checker/outcomes.hpp"
#include "checker/region.hpp"

namespace hb {

// Runs `body` as the link describes above. A defect is a GoogleTest failure of
// the running test and a line of verdict.jsonl with its kind.
void explore(const std::function<void()>& body,
             const ExploreOptions& options = {});

}  // namespace hb

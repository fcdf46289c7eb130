// The public core, and its words for test frameworks.

// WHY default visibility: programs link to these.
#pragma GCC visibility push(default)
#include "checker/model.hpp"
#pragma GCC visibility pop

#include "checker/report/expectation_text.hpp"
#include "checker/runtime/child.hpp"
#include "checker/runtime/runtime.hpp"
#include "checker/runtime/session.hpp"
#include "checker/runtime/state.hpp"

namespace hb {

Flags& flags() {
  static Flags of_the_program;
  return of_the_program;
}

Result check(const std::function<void()>& body, const ExploreOptions& options,
             const std::string& test) {
  const Flags& by_flag = flags();
  const checker::SessionRequest request{body, options, by_flag, test};
  if (by_flag.no_fork) {
    return checker::run_session(request, by_flag.on_progress);
  }
  // Beyond its limit, it finishes an execution and writes its report.
  constexpr double kToTheEnd = 30;
  const double limit = by_flag.max_seconds.value_or(
      static_cast<double>(options.max_seconds.value_or(10)));
  return checker::run_in_child(
      [&](const checker::Findings::OnProgress& on_progress) {
        return checker::run_session(request, on_progress);
      },
      {test, by_flag.exercise, by_flag.name}, by_flag.on_progress,
      limit + kToTheEnd);
}

namespace checker {

bool is_exploring() { return exploring().active; }

void expectation_failed(const std::string& file, int line,
                        const std::string& message) {
  if (!in_test()) return;
  {
    const Quiet quiet;
    if (!exploring().failed) {
      exploring().file = file;
      exploring().line = line;
    }
    fail(Kind::failure, expectation_text(message));
  }
  hb_mode = Mode::doomed;
}

}  // namespace checker
}  // namespace hb

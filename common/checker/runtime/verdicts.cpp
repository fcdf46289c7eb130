// How an execution ends early.

#include <algorithm>

#include "checker/runtime/recorder.hpp"
#include "checker/runtime/runtime.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {

void fail(Kind kind, const std::string& message) {
  const Quiet quiet;
  Exploring& all = exploring();
  if (all.failed) return;
  all.failed = true;
  if (execution().running >= 0) all.failed_thread = execution().running;
  record_failure();
  all.failure.kind = kind;
  all.failure.message = message;
}

void fail_here(Kind kind, const std::string& message) {
  fail(kind, message);
  abandon();
}

// The explorer ends the execution for a failure; whoever asks sees that it was
// none.
void refuse(const std::string& sentence) {
  const Quiet quiet;
  if (exploring().refusal.empty()) exploring().refusal = sentence;
  fail(Kind::failure, sentence);
}

void refuse_here(const std::string& sentence) {
  refuse(sentence);
  abandon();
}

void note_unseen(const char* what, const void*) {
  const Quiet quiet;
  auto& unseen = exploring().unseen;
  constexpr std::size_t kEnough = 20;
  if (unseen.size() < kEnough &&
      std::find(unseen.begin(), unseen.end(), what) == unseen.end()) {
    unseen.emplace_back(what);
  }
}

}  // namespace hb::checker

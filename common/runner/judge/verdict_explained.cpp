#include <fmt/format.h>

#include "runner/judge/verdict_text.hpp"

namespace hb::runner {
namespace {

std::string what_happened(const Verdict& verdict) {
  switch (verdict.kind) {
    case Kind::accepted:
      return "Every test passed in every run, and ThreadSanitizer saw no two "
             "accesses without an order.";
    case Kind::build:
      return "The compiler did not accept your file together with the test.";
    case Kind::forbidden:
      return "Your file uses a word that this exercise rules out.";
    case Kind::race:
      return "Two threads used the same memory, at least one of them to write, "
             "and nothing made one wait for the other.";
    case Kind::hang:
      return "The test did not end: its threads wait, or run in a circle.";
    case Kind::exception:
      return "An exception was thrown and nobody on its way out caught it.";
    case Kind::terminate:
      return "The program ended itself in the middle of the test.";
    case Kind::crash:
      return "The program used memory that it does not have.";
    case Kind::outlives:
      return "A thread was still running when the test body had ended.";
    case Kind::outcome:
      return "The program came to a result that the exercise says is "
             "impossible.";
    default:
      return "The test expected one thing and saw another.";
  }
}

std::string what_to_look_at(const Verdict& verdict) {
  switch (verdict.kind) {
    case Kind::accepted:
      return "There may still be an order of steps that no run came upon.";
    case Kind::build:
    case Kind::forbidden:
      return "Start with the first line of the message; later ones often "
             "follow from it.";
    case Kind::race:
      return "Look for a lock that both hold, or an atomic that one stores "
             "with release and the other loads with acquire: one of these must "
             "connect them.";
    case Kind::hang:
      return "For each waiting thread, name the step that would wake it and "
             "the thread that would take that step.";
    default:
      return "Follow one value from the line that writes it to the line that "
             "is surprised by it, and ask which steps can fit in between.";
  }
}

}  // namespace

std::string verdict_explained(const Verdict& verdict) {
  std::string text;
  text += verdict.test.empty()
              ? fmt::format("This is exercise {}. ", verdict.label())
              : fmt::format("The test {} of exercise {} failed. ", verdict.test,
                            verdict.label());
  text += what_happened(verdict) + " ";
  if (verdict.steps.empty() || verdict.steps.front().file.empty()) {
    text += "It cannot be said at which line. ";
  } else {
    const auto slash = verdict.steps.front().file.rfind('/');
    text += fmt::format("The first place to read is line {} of {}. ",
                        verdict.steps.front().line,
                        verdict.steps.front().file.substr(slash + 1));
  }
  text += what_to_look_at(verdict) + " ";
  text += verdict.run > 1
              ? fmt::format(
                    "It needed {} runs to appear, so expect a run that passes "
                    "to prove nothing.",
                    verdict.run)
              : "Real threads judged it: they try some orders of steps, never "
                "all.";
  return text + "\n";
}

}  // namespace hb::runner

#include <fmt/format.h>

#include "runner/judge/verdict_text.hpp"
#include "runner/system/text.hpp"

namespace hb::runner {
namespace {

std::string what_happened(const Verdict& verdict) {
  switch (verdict.kind) {
    case Kind::accepted:
      return verdict.by_checker
                 ? "Every test passes in every execution that was explored."
                 : "Every test passed in every run, and ThreadSanitizer saw no "
                   "two accesses without an order.";
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
      return "Something must connect them: the start or the join of one "
             "thread, a lock that both hold, or an atomic that one stores with "
             "release and the other loads with acquire.";
    case Kind::terminate:
      return "Ask who joins each std::thread, on every way out of the "
             "function, and whether an exception can leave one that must not.";
    case Kind::exception:
      return "Ask where it was thrown and which function of that thread could "
             "catch it and hand it to somebody who can act on it.";
    case Kind::outlives:
    case Kind::use_after_free:
      return "For each object that a thread uses, name its owner, and ask "
             "whether the owner can end before the thread does.";
    case Kind::crash:
    case Kind::exit:
      return "Read what the thread did last, and what it took for granted.";
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
  if (verdict.exploration && !verdict.exploration->explanation.empty()) {
    return verdict.exploration->explanation;
  }
  if (verdict.kind == Kind::inconclusive) {
    return wrapped(
               "This is exercise " + verdict.label() + ", test " +
                   verdict.test + ". It is neither accepted nor rejected. " +
                   (verdict.exploration
                        ? "What was seen: " + verdict.exploration->coverage +
                              ". Nothing in it goes wrong, and more is "
                              "left: the limit of " +
                              verdict.exploration->limit +
                              " was hit. Look for a loop that turns "
                              "where it could sleep; if there is none, "
                              "look further with a larger limit."
                        : verdict.message + "."),
               78) +
           "\n";
  }
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
  if (verdict.by_checker) return wrapped(text, 78) + "\n";
  text += verdict.run > 1
              ? fmt::format(
                    "It needed {} runs to appear, so expect a run that passes "
                    "to prove nothing.",
                    verdict.run)
              : "Real threads judged it: they try some orders of steps, never "
                "all.";
  return wrapped(text, 78) + "\n";
}

}  // namespace hb::runner

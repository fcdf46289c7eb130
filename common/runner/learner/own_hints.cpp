#include "runner/learner/own_hints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "runner/system/text.hpp"

namespace hb::runner {
namespace {

using nlohmann::json;

std::string place_of(const json& step) {
  return fmt::format(
      "{}:{}",
      std::filesystem::path(step.value("file", "")).filename().string(),
      step.value("line", 0));
}

// The steps that the report marks, else the last one of each thread: that is
// where it waits, or what it did before the end.
std::vector<json> steps_that_matter(const json& steps) {
  std::vector<json> marked;
  for (const json& step : steps) {
    if (step.value("racing", false) || step.value("wrong", false) ||
        step.value("stale", false)) {
      marked.push_back(step);
    }
  }
  if (!marked.empty()) return marked;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const bool known =
        std::any_of(marked.begin(), marked.end(), [&](const json& other) {
          return other.value("thread", "") == step->value("thread", "");
        });
    if (!known) marked.insert(marked.begin(), *step);
  }
  return marked;
}

// What kind of edge, or of event, is missing.
std::string_view question_of(Kind kind) {
  switch (kind) {
    case Kind::race:
      return "Which edge could order these lines: a lock that both take, a "
             "join, or a release store that an acquire load reads?";
    case Kind::deadlock:
      return "Who could still end each wait, and why has nobody done so: a "
             "notification that came too early, went to another thread, or a "
             "lock that somebody keeps?";
    case Kind::terminate:
    case Kind::exception:
      return "Which object ends here, or which call is left, and what should "
             "have happened to it before?";
    case Kind::livelock:
      return "What does the loop wait for, and which thread could change it?";
    case Kind::never_overlaps:
      return "What do the two regions both hold, or wait for, that keeps one "
             "of them out?";
    case Kind::over_budget:
      return "Which of these operations does the region not need?";
    case Kind::use_after_free:
    case Kind::outlives:
    case Kind::double_free:
      return "Who owns the object, and what makes its end wait for the last "
             "use?";
    default:
      return "Between which two of these lines may another thread come in, and "
             "what does it change there?";
  }
}

}  // namespace

std::optional<std::string> hint_of_place(const Verdict& verdict) {
  if (!verdict.exploration) return std::nullopt;
  const json line = json::parse(verdict.exploration->json, nullptr, false);
  if (!line.is_object()) return std::nullopt;
  const auto steps = steps_that_matter(line.value("steps", json::array()));
  if (steps.empty()) return std::nullopt;
  std::string text =
      fmt::format("Your own run, test {}. What to look at:\n", verdict.test);
  for (const json& step : steps) {
    text += fmt::format("  {}  {}  {}\n", step.value("thread", ""),
                        place_of(step), step.value("what", ""));
  }
  return text + wrapped(std::string(question_of(verdict.kind)), 72);
}

std::optional<std::string> hint_of_fix(const Verdict& verdict) {
  if (!verdict.exploration) return std::nullopt;
  const json line = json::parse(verdict.exploration->json, nullptr, false);
  if (!line.is_object() || !line.contains("fix")) return std::nullopt;
  const json& fix = line["fix"];
  if (!fix.is_object() || !fix.value("found", false)) return std::nullopt;
  return wrapped(
      fmt::format("One change was tried and helps: with {} in place of {} at "
                  "{}, no execution of {} fails. Which later read does it make "
                  "safe?",
                  fix.value("to", ""), fix.value("from", ""), place_of(fix),
                  verdict.test),
      72);
}

}  // namespace hb::runner

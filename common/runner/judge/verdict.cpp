#include "runner/judge/verdict.hpp"

#include <array>
#include <utility>

#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 22> kNames = {{
    {Kind::accepted, "accepted"},
    {Kind::inconclusive, "inconclusive"},
    {Kind::build, "build"},
    {Kind::forbidden, "forbidden"},
    {Kind::failure, "failure"},
    {Kind::race, "race"},
    {Kind::deadlock, "deadlock"},
    {Kind::livelock, "livelock"},
    {Kind::exception, "exception"},
    {Kind::terminate, "terminate"},
    {Kind::exit, "exit"},
    {Kind::crash, "crash"},
    {Kind::use_after_free, "use_after_free"},
    {Kind::double_free, "double_free"},
    {Kind::leak, "leak"},
    {Kind::wrong_unlock, "wrong_unlock"},
    {Kind::outlives, "outlives"},
    {Kind::never_overlaps, "never_overlaps"},
    {Kind::over_budget, "over_budget"},
    {Kind::outcome, "outcome"},
    {Kind::nondeterministic, "nondeterministic"},
    {Kind::hang, "hang"},
}};

}  // namespace

std::string_view name_of(Kind kind) {
  for (const auto& [known, name] : kNames) {
    if (known == kind) return name;
  }
  return "unknown";
}

std::optional<Kind> kind_of(std::string_view name) {
  for (const auto& [kind, known] : kNames) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

int Verdict::exit_code() const {
  switch (kind) {
    case Kind::accepted:
      return exit_code::kFine;
    case Kind::inconclusive:
      return exit_code::kInconclusive;
    default:
      return exit_code::kRejected;
  }
}

bool Expectation::is_met_by(Kind seen, std::string_view seen_test) const {
  const bool waits_for_ever = kind == Kind::deadlock || kind == Kind::livelock;
  const bool same = seen == kind || (waits_for_ever && seen == Kind::hang);
  return same && (test.empty() || test == seen_test);
}

std::string Expectation::text() const {
  std::string text(name_of(kind));
  if (!test.empty()) text += " in " + test;
  return text;
}

std::optional<Expectation> parse_expectation(std::string_view text) {
  const auto in = text.find(" in ");
  const auto kind = kind_of(text.substr(0, in));
  if (!kind || *kind == Kind::accepted) return std::nullopt;
  const bool names_no_test = *kind == Kind::build || *kind == Kind::forbidden;
  if (names_no_test != (in == text.npos)) return std::nullopt;
  return Expectation{*kind,
                     names_no_test ? "" : std::string(text.substr(in + 4))};
}

}  // namespace hb::runner

#include "runner/mutants/survivors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <regex>

namespace hb::runner {
namespace {

int& count_of(Survivor::Reason reason, SurvivorTally& tally) {
  switch (reason) {
    case Survivor::Reason::equivalent:
      return tally.equivalent;
    case Survivor::Reason::costs:
      return tally.costs;
    default:
      return tally.untested;
  }
}

}  // namespace

void SurvivorTally::add(const SurvivorTally& more) {
  mutants += more.mutants;
  killed += more.killed;
  equivalent += more.equivalent;
  costs += more.costs;
  untested += more.untested;
  unlisted += more.unlisted;
  std::ranges::copy(more.complaints, std::back_inserter(complaints));
}

std::optional<CostClaim> parse_costs(const std::string& text) {
  static const std::regex kClaim(
      R"((locks|waits|wakes|allocations|polling_reads) (\d+) -> (\d+) in (\w+))");
  std::smatch match;
  if (!std::regex_match(text, match, kClaim)) return std::nullopt;
  const CostClaim claim = {match[1], std::stoi(match[2]), std::stoi(match[3]),
                           match[4]};
  if (claim.of_mutant <= claim.of_solution) return std::nullopt;
  return claim;
}

SurvivorTally check_survivors(const std::vector<MutantResult>& results,
                              const std::vector<Survivor>& listed) {
  SurvivorTally tally;
  tally.mutants = static_cast<int>(results.size());
  for (const MutantResult& result : results) {
    const auto found =
        std::ranges::find(listed, result.mutant.name, &Survivor::mutant);
    const bool is_listed = found != listed.end();
    if (!result.survives()) {
      ++tally.killed;
      if (!is_listed) continue;
      tally.complaints.push_back(
          fmt::format("listed as a survivor, but rejected ({} in {}): {}",
                      name_of(result.verdict.kind), result.verdict.test,
                      result.mutant.name));
    } else if (is_listed) {
      ++count_of(found->reason, tally);
    } else {
      ++tally.unlisted;
      tally.complaints.push_back(fmt::format(
          "survives{}, and is not listed: {}\n  --> {}:{}",
          result.verdict.kind == Kind::inconclusive ? ", inconclusive" : "",
          result.mutant.name, result.mutant.file, result.mutant.line));
    }
  }
  for (const Survivor& survivor : listed) {
    const bool exists = std::ranges::any_of(results, [&](const auto& result) {
      return result.mutant.name == survivor.mutant;
    });
    if (exists) continue;
    tally.complaints.push_back(
        "listed as a survivor, but no mutant has this name: " +
        survivor.mutant);
  }
  return tally;
}

}  // namespace hb::runner

#include "runner/mutants/stars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "runner/catalog/answers.hpp"
#include "runner/mutants/mutant_program.hpp"
#include "runner/system/process.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

using std::chrono::steady_clock;

// What the author has thought about already; nothing without the solutions.
std::set<std::string> known_survivors(const Workspace& workspace,
                                      const Exercise& exercise) {
  std::set<std::string> known;
  if (!std::filesystem::exists(workspace.solutions / exercise.folder)) {
    return known;
  }
  for (const Survivor& s : read_answers(workspace, exercise).survivors) {
    if (s.reason != Survivor::Reason::untested) known.insert(s.mutant);
  }
  return known;
}

bool is_of_order(const Mutant& mutant) {
  return mutant.change == Mutant::Change::weaker_order;
}

bool are_of_one_place(const Mutant& left, const Mutant& right) {
  return is_of_order(left) && is_of_order(right) && left.file == right.file &&
         left.line == right.line && left.operation == right.operation;
}

std::string place_of(const Mutant& mutant, bool many_files) {
  return many_files ? fmt::format("{}:{}", mutant.file, mutant.line)
                    : fmt::format("line {}", mutant.line);
}

std::string all_executions(const Verdict& verdict) {
  return verdict.executions == 1
             ? "the one execution"
             : fmt::format("all {} executions", verdict.executions);
}

std::string line_of_star(const MutantResult& result, bool many_files) {
  const Mutant& mutant = result.mutant;
  const std::string place = place_of(mutant, many_files);
  const std::string executions = all_executions(result.verdict);
  if (is_of_order(mutant)) {
    return fmt::format("{} could be weaker: {} passes {} too", place,
                       mutant.order, executions);
  }
  return fmt::format(
      "one lock more than needed: without that of {}, {} pass "
      "too",
      place, executions);
}

// Judges mutants, the weakest order of a place first, until the time is up.
// What is behind an order that passes is not tried: it says less.
std::vector<MutantResult> try_all(MutantProgram& program,
                                  std::vector<Mutant> mutants,
                                  steady_clock::time_point end,
                                  std::size_t& planned) {
  std::reverse(mutants.begin(), mutants.end());
  std::vector<MutantResult> results;
  planned = mutants.size();
  for (const Mutant& mutant : mutants) {
    if (!results.empty() && results.back().survives() &&
        are_of_one_place(results.back().mutant, mutant)) {
      --planned;
      continue;
    }
    const std::chrono::duration<double> left = end - steady_clock::now();
    if (left.count() <= 0) break;
    JudgeOptions options;
    options.checker.more = {fmt::format("--max-seconds={:.3f}", left.count())};
    const MutantResult result = {mutant, program.judge(mutant.number, options)};
    if (result.verdict.kind == Kind::inconclusive) break;
    results.push_back(result);
  }
  return results;
}

}  // namespace

std::vector<std::string> star_lines(const std::vector<MutantResult>& results,
                                    std::size_t planned, bool many_files) {
  constexpr std::size_t kMost = 4;
  std::vector<MutantResult> found;
  bool has_orders = false;
  bool has_locks = false;
  for (const MutantResult& result : results) {
    has_orders = has_orders || is_of_order(result.mutant);
    has_locks = has_locks || !is_of_order(result.mutant);
    if (result.survives()) found.push_back(result);
  }
  std::ranges::stable_sort(found, {}, [](const MutantResult& result) {
    return std::pair(result.mutant.file, result.mutant.line);
  });
  std::vector<std::string> lines;
  for (const MutantResult& result : found) {
    if (lines.size() == kMost) break;
    lines.push_back(line_of_star(result, many_files));
  }
  if (found.size() > kMost) {
    lines.push_back(
        fmt::format("and {} more like these", found.size() - kMost));
  }
  if (results.size() < planned) {
    lines.push_back(fmt::format("there was time for {} of {} places",
                                results.size(), planned));
  } else if (found.empty() && has_orders && has_locks) {
    lines.emplace_back("no order could be weaker, no lock is more than needed");
  } else if (found.empty() && has_orders) {
    lines.emplace_back("no order could be weaker");
  } else if (found.empty() && has_locks) {
    lines.emplace_back("no lock is more than needed");
  }
  return lines;
}

std::vector<std::string> find_stars(
    const Workspace& workspace, const Exercise& exercise,
    const std::map<std::string, std::string>& files,
    std::chrono::milliseconds time) {
  try {
    MutantChoice choice;
    choice.changes = {Mutant::Change::weaker_order,
                      Mutant::Change::lock_dropped};
    choice.not_these = known_survivors(workspace, exercise);
    MutantProgram program(workspace, exercise, "stars");
    if (!program.has_mutants(files, choice)) return {};
    program.build(files, choice);
    std::size_t planned = 0;
    const auto results = try_all(program, program.mutants(),
                                 steady_clock::now() + time, planned);
    return star_lines(results, planned, exercise.edit.size() > 1);
  } catch (const UserError&) {
    return {};  // an answer that we cannot change well is as good as any
  } catch (const Stopped&) {
    return {};  // nobody waits for it any more
  }
}

}  // namespace hb::runner

#include "checker/report/coverage.hpp"

#include "checker/report/text_report.hpp"
#include "checker/report/value_text.hpp"

namespace hb::checker {
namespace {

std::string bounds_text(const ExplorationBounds& bounds) {
  std::string text;
  const auto add = [&](bool matters, int bound, const std::string& what) {
    if (matters) text += ", at most " + count_text(bound, what);
  };
  add(bounds.could_be_spurious, bounds.spurious, "spurious wake-up");
  if (bounds.could_time_out) {
    add(true, bounds.timeouts, "time-out");
    text += " a thread";
  }
  if (bounds.could_retry) {
    add(true, bounds.retries, "retry");
    text += " of a failed try_lock";
  }
  return text;
}

std::string retries_spelled(std::string text) {
  const auto at = text.find("retrys");
  if (at != text.npos) text.replace(at, 6, "retries");
  return text;
}

// The rule of three: after n runs without a defect, a defect that shows in a
// share of at least 3 / n of such runs would have shown with probability 95 %.
std::string what_sampling_says(std::int64_t executions) {
  const std::string runs = count_text(executions, "execution");
  std::string sentence =
      "This is a sample: " + runs + " at random, and none of them goes wrong.";
  if (executions >= 3) {
    sentence += " A defect that shows in more than one of " +
                count_text(executions / 3, "such execution") +
                " would have been met with a probability of 95 %.";
  }
  return wrapped("  " + sentence, 80, 2) + "\n";
}

}  // namespace

Coverage coverage_of(const RecordedExecution& execution) {
  return {execution.counts, execution.bounds, execution.unseen};
}

std::string coverage_text(const Coverage& coverage) {
  const ExplorationCounts& counts = coverage.counts;
  std::string text = count_text(counts.executions, "execution");
  if (counts.sampled) {
    text = count_text(counts.executions, "random execution") + ", not all";
  } else if (!counts.limit.empty()) {
    text = "the first " + text + ", not all";
  } else if (counts.reduced) {
    text += counts.executions == 1 ? " stands for all" : " stand for all";
  } else {
    text = counts.executions == 1 ? "the only execution" : "all " + text;
  }
  // WHY instead of "all": what goes on beyond a bound is not among them.
  if (counts.cut > 0 && text.starts_with("all ")) {
    text = text.substr(4) + " within the bounds";
  }
  text += ", " + count_text(counts.threads, "thread");
  text += bounds_text(coverage.bounds);
  if (counts.cut > 0) {
    text += ", " + std::to_string(counts.cut) + " more cut at a bound";
  }
  return retries_spelled(text);
}

std::string verdict_without_failure(const TestName& name,
                                    const Coverage& coverage) {
  const bool sampled = coverage.counts.sampled;
  const bool limited = sampled || !coverage.counts.limit.empty();
  RecordedExecution shown;
  shown.test = name;
  std::string head = headline(shown);
  // The headline of a report ends in counts; here the coverage tells them.
  head = head.substr(head.find(": "));
  head = head.substr(0, head.rfind(", "));
  // One line, however long: people and programs look for it.
  std::string text = (limited ? "inconclusive" : "accepted") + head + ", " +
                     coverage_text(coverage) + "\n";
  for (const std::string& note : coverage.unseen) {
    text += wrapped("  not seen: " + note, 80, 12) + "\n";
  }
  if (!limited) return text;
  if (sampled) return text + what_sampling_says(coverage.counts.executions);
  if (coverage.counts.refused) {
    return text +
           wrapped("  It cannot be judged: " + coverage.counts.limit + ".", 80,
                   2) +
           "\n";
  }
  text += wrapped("  The limit of " + coverage.counts.limit +
                      " was hit before all executions were seen, and none of "
                      "those seen goes wrong. A smaller test is seen to its "
                      "end; a larger limit or --sample=10000 looks further.",
                  80, 2) +
          "\n";
  if (!name.exercise.empty()) {
    return text + "  try: ./workbook hint " + name.exercise + "\n";
  }
  const std::string filter = " --gtest_filter=" + name.test;
  if (coverage.counts.limit.find("second") != std::string::npos) {
    return text + "  try: ./" + name.name + filter + " --max-seconds=60\n";
  }
  if (coverage.counts.limit.find("event") != std::string::npos) {
    return text + "  try: ./" + name.name + filter + " --max-events=2000\n";
  }
  return text + "  try: ./" + name.name + filter + " --max-executions=" +
         std::to_string(10 * coverage.counts.executions) + "\n";
}

}  // namespace hb::checker

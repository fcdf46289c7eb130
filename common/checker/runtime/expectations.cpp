#include "checker/runtime/expectations.hpp"

#include <cstring>
#include <optional>

#include "checker/runtime/program_source.hpp"
#include "checker/runtime/runtime.hpp"
#include "checker/runtime/state.hpp"
#include "checker/runtime/wire.hpp"

namespace hb::checker {
namespace {

Expectations* current_expectations = nullptr;

std::string text_of(const Expectations::Values& values) {
  std::string text;
  for (const long long value : values) {
    text += (text.empty() ? "(" : ", ") + std::to_string(value);
  }
  return text.empty() ? "()" : text + ")";
}

// The events of thread `of` that must come before the span begins.
int known_at_begin(const ExecutionGraph& graph, const RegionSpan& span,
                   int of) {
  if (span.begin == 0) return 0;
  const auto& own = graph.of_thread[span.thread];
  const EventId last = own[std::size_t(span.begin - 1)];
  return graph.prefix[std::size_t(last)].known[of];
}

// Both can be open at once in some order of this graph, unless one ends before
// the other begins in all of them.
bool can_overlap(const ExecutionGraph& graph, const RegionSpan& a,
                 const RegionSpan& b) {
  return a.thread != b.thread && known_at_begin(graph, b, a.thread) <= a.end &&
         known_at_begin(graph, a, b.thread) <= b.end;
}

struct Limit {
  std::optional<int> allowed;
  int counted;
  const char* what;
};

}  // namespace

Expectations* expectations() { return current_expectations; }
void set_expectations(Expectations* current) { current_expectations = current; }

void Expectations::record_outcome(const Outcomes& outcomes,
                                  const Values& values) {
  {
    const Quiet quiet;
    recorded_.push_back(values);
    if (!outcomes.claims() || outcomes.allowed().contains(values)) return;
    fail(Kind::outcome, "the outcome " + text_of(values) +
                            " appears, which the test calls impossible");
  }
  abandon();
}

bool Expectations::overlapped_now(const RegionPair& pair) const {
  const ExecutionGraph* const graph = running_graph();
  if (graph == nullptr) return false;
  const RegionSpan* const spans = arrays().spans;
  const std::uint32_t count = execution().spans;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (std::strcmp(spans[i].name, pair.first) != 0) continue;
    for (std::uint32_t j = 0; j < count; ++j) {
      if (i != j && std::strcmp(spans[j].name, pair.second) == 0 &&
          can_overlap(*graph, spans[i], spans[j])) {
        return true;
      }
    }
  }
  return false;
}

void Expectations::judge_budget(const Budget& budget,
                                const RegionCounts& counted) const {
  const Limit limits[] = {
      {budget.locks, counted.locks, "locks"},
      {budget.futex_waits, counted.futex_waits, "waits"},
      {budget.wakes, counted.wakes, "wakes"},
      {budget.allocations, counted.allocations, "allocations"},
      {budget.polling_reads, counted.polling_reads, "polling reads"}};
  const std::string name = budget.region;
  for (const Limit& limit : limits) {
    if (!limit.allowed || limit.counted <= *limit.allowed) continue;
    fail(Kind::over_budget,
         (name.empty() ? "a thread" : "region \"" + name + "\"") + " costs " +
             std::to_string(limit.counted) + " " + limit.what +
             ", and may cost " + std::to_string(*limit.allowed));
  }
}

void Expectations::judge_budget(const char* region,
                                const RegionCounts& counted) const {
  for (const Budget& budget : options_.budgets) {
    if (std::strcmp(region, budget.region) == 0) judge_budget(budget, counted);
  }
  if (*region != '\0') return;
  for (const Budget& budget : thread_budgets_) judge_budget(budget, counted);
}

void Expectations::judge_budgets() const {
  const auto judge = [&](const char* region, const RegionCounts& counts,
                         int thread) {
    const bool had_failed = exploring().failed;
    judge_budget(region, counts);
    if (!had_failed && exploring().failed) {
      exploring().failed_thread = thread;
    }
  };
  for (std::uint32_t i = 0; i < execution().spans; ++i) {
    const RegionSpan& span = arrays().spans[i];
    judge(span.name, span.counts, span.thread);
  }
  for (int t = 0; count_threads() && t < execution().thread_count; ++t) {
    judge("", execution().fibers[t].open_region[0].counts, t);
  }
}

void Expectations::judge_open(const OpenRegion& region) const {
  judge_budget(region.name, region.counts);
}

void Expectations::judge_execution() {
  judge_budgets();
  for (const RegionPair& pair : options_.never_overlap) {
    if (!overlapped_now(pair)) continue;
    fail(Kind::failure, std::string("two threads can be in the regions \"") +
                            pair.first + "\" and \"" + pair.second +
                            "\" at once, and must not");
  }
}

void Expectations::keep_execution() {
  for (std::size_t i = 0; i < options_.can_overlap.size(); ++i) {
    if (!overlapped_.contains(i) && overlapped_now(options_.can_overlap[i])) {
      overlapped_.insert(i);
    }
  }
  if (!recorded_.empty()) seen_.insert(recorded_.begin(), recorded_.end());
}

bool Expectations::find_what_is_missing(Failure& failure) const {
  for (std::size_t i = 0; i < options_.can_overlap.size(); ++i) {
    if (overlapped_.contains(i)) continue;
    const RegionPair& pair = options_.can_overlap[i];
    const bool is_one = std::strcmp(pair.first, pair.second) == 0;
    failure = {Kind::never_overlaps,
               is_one
                   ? std::string("no execution has two threads in the "
                                 "region \"") +
                         pair.first + "\" at once"
                   : std::string("no execution has threads in the regions "
                                 "\"") +
                         pair.first + "\" and \"" + pair.second + "\" at once"};
    return true;
  }
  if (options_.outcomes == nullptr) return false;
  for (const Values& allowed : options_.outcomes->allowed()) {
    if (seen_.contains(allowed)) continue;
    failure = {Kind::outcome,
               "no execution has the outcome " + text_of(allowed)};
    return true;
  }
  return false;
}

void Expectations::save(WireWriter& to) const {
  to.value(overlapped_.size());
  for (const std::size_t pair : overlapped_) to.value(pair);
  to.value(seen_.size());
  for (const Values& values : seen_) {
    to.value(values.size());
    for (const long long value : values) to.value(value);
  }
}

void Expectations::merge(WireReader& from) {
  for (auto left = from.value<std::size_t>(); left > 0; --left) {
    overlapped_.insert(from.value<std::size_t>());
  }
  for (auto left = from.value<std::size_t>(); left > 0; --left) {
    Values values(from.value<std::size_t>());
    for (long long& value : values) value = from.value<long long>();
    seen_.insert(std::move(values));
  }
}

}  // namespace hb::checker

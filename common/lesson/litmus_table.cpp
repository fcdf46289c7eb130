#include "lesson/litmus_table.hpp"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <cstdio>
#include <thread>

namespace hb {
namespace {

constexpr bool kIsX86 =
#if defined(__x86_64__)
    true;
#else
    false;
#endif

std::vector<int> two_allowed_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> allowed;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return allowed;
  for (int processor = 0; processor < CPU_SETSIZE; ++processor) {
    if (CPU_ISSET(processor, &set)) allowed.push_back(processor);
    if (allowed.size() == 2) break;
  }
  return allowed;
}

void pin_this_thread(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  // A machine that refuses still runs the program, and shows less.
  pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

// Where the two sides wait for each other before each instance, so that they
// run it at about the same moment.
class Meeting {
 public:
  void meet(std::size_t me, std::int64_t round) {
    // WHY release and acquire: orders the instances before this one, and no two
    // accesses within one.
    arrived_[me].round.store(round, std::memory_order_release);
    // WHY a yield in the end: the other side may need this processor.
    constexpr int kTriesBeforeYielding = 10'000;
    for (int tries = 0;
         arrived_[1 - me].round.load(std::memory_order_acquire) < round;
         ++tries) {
      if (tries >= kTriesBeforeYielding) std::this_thread::yield();
    }
  }

 private:
  struct alignas(128) Arrival {
    std::atomic<std::int64_t> round = -1;
  };
  std::array<Arrival, 2> arrived_;
};

}  // namespace

LitmusCounts run_batches(const LitmusBatch& batch,
                         std::chrono::milliseconds duration) {
  LitmusCounts counts;
  const std::vector<int> processors = two_allowed_processors();
  if (processors.size() < 2) {
    counts.had_two_processors = false;
    return counts;
  }
  Meeting meeting;
  std::barrier turn(2);
  bool go_on = true;  // written by side 0 between two barriers
  const auto end = std::chrono::steady_clock::now() + duration;
  const auto run_side = [&](std::size_t me) {
    pin_this_thread(processors[me]);
    std::int64_t round = 0;
    const auto meet = [&](std::size_t) { meeting.meet(me, round++); };
    while (true) {
      if (me == 0) batch.reset();
      turn.arrive_and_wait();
      batch.sides[me](meet);
      turn.arrive_and_wait();
      if (me == 0) {
        for (std::size_t i = 0; i < batch.size; ++i) {
          ++counts.seen[batch.outcome(i)];
        }
        counts.runs += static_cast<std::int64_t>(batch.size);
        go_on = std::chrono::steady_clock::now() < end;
      }
      turn.arrive_and_wait();
      if (!go_on) return;
    }
  };
  {
    std::jthread first([&] { run_side(0); });
    std::jthread second([&] { run_side(1); });
  }
  return counts;
}

std::string outcome_text(const LitmusOutcome& outcome) {
  return "r1=" + std::to_string(outcome.first) +
         " r2=" + std::to_string(outcome.second);
}

LitmusOutcome outcome_from(const std::string& text) {
  LitmusOutcome outcome;
  int length = 0;
  const int read = std::sscanf(text.c_str(), "r1=%d r2=%d%n", &outcome.first,
                               &outcome.second, &length);
  const bool is_whole =
      read == 2 && static_cast<std::size_t>(length) == text.size();
  return is_whole ? outcome : LitmusOutcome{-1, -1};
}

std::string litmus_table(const std::vector<LitmusRow>& rows,
                         const LitmusCounts& counts) {
  std::string text;
  for (const LitmusRow& row : rows) {
    const auto at = counts.seen.find(row.outcome);
    const std::int64_t seen = at == counts.seen.end() ? 0 : at->second;
    std::string note;
    if (!row.is_allowed && seen > 0) {
      note = "  impossible: please report this";
    } else if (row.is_allowed && seen == 0 && counts.runs > 0) {
      note = kIsX86 && !row.is_on_x86 ? "  x86 never shows it"
                                      : "  not met this time";
    }
    char line[160];
    std::snprintf(line, sizeof line, "    %-10s %-8s%12lld%s\n",
                  outcome_text(row.outcome).c_str(),
                  row.is_allowed ? "allowed" : "never",
                  static_cast<long long>(seen), note.c_str());
    text += line;
  }
  return text;
}

std::int64_t impossible_runs(const std::vector<LitmusRow>& rows,
                             const LitmusCounts& counts) {
  std::int64_t impossible = counts.runs;
  for (const LitmusRow& row : rows) {
    const auto at = counts.seen.find(row.outcome);
    if (row.is_allowed && at != counts.seen.end()) impossible -= at->second;
  }
  return impossible;
}

}  // namespace hb

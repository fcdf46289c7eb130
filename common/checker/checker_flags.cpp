#include "checker/checker_flags.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "checker/model.hpp"

namespace hb::checker {
namespace {

constexpr const char* kHelp =
    "\nHappens Before, all executions:\n"
    "  --max-executions=N  limit: inconclusive after N executions (200000)\n"
    "  --max-seconds=S     limit: inconclusive after S seconds (10)\n"
    "  --max-events=N      limit: of one execution (400)\n"
    "  --spurious=N        bound: wake-ups without reason, an execution (1)\n"
    "  --timeouts=N        bound: time-outs, a thread (2)\n"
    "  --retries=N         bound: rounds of a failed try_lock (2)\n"
    "  --reductions[=0]    explore one of several like executions\n"
    "  --default-NAME=N    one of the limits and bounds above, where the test\n"
    "                      says nothing itself\n"
    "  --sample=N          N random executions instead of all\n"
    "  --seed=N            of them (1)\n"
    "  --thread-budget=WHAT:N  so many locks, waits, wakes, allocations or\n"
    "                      polling_reads a thread, and no more\n"
    "  --processes=N       share the work (your processors, at most 4)\n"
    "  --replay=CODE       show one execution again\n"
    "  --step              be told step by step, by JSON lines on stdin\n"
    "  --explain           say it in sentences, too\n"
    "  --json=FILE         append one JSON object an event to FILE\n"
    "  --svg=FILE          write the failing execution as a picture\n"
    "  --fail-fast         no test behind the first that is rejected\n"
    "  --exercise=ID       the exercise that this tests, for the report\n"
    "  --name=NAME         what to call it in the report\n"
    "  --columns=N         the widest a report may be (110)\n"
    "  --no-fork           explore in this process, for a debugger\n"
    "  --self-check        hold every execution against the literal axioms\n"
    "Exit: 0 accepted, 1 rejected, 2 wrong call, 3 broken environment,\n"
    "4 inconclusive.\n";

[[noreturn]] void wrong_call(std::string_view argument, const char* expected) {
  std::fprintf(stderr, "error: \"%.*s\": %s\n  try: --help\n",
               static_cast<int>(argument.size()), argument.data(), expected);
  std::exit(2);
}

template <typename Number>
Number number_in(std::string_view argument, std::string_view text,
                 Number least) {
  Number number = {};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end || !(number >= least)) {
    wrong_call(argument, least == 0 ? "expected a number from 0"
                                    : "expected a number from 1");
  }
  return number;
}

bool read_switch(std::string_view argument, Flags& to) {
  if (argument == "--reductions") {
    to.reductions = true;
  } else if (argument == "--step") {
    to.step = to.no_fork = true;
  } else if (argument == "--explain") {
    to.explain = true;
  } else if (argument == "--fail-fast") {
    to.fail_fast = true;
  } else if (argument == "--no-fork") {
    to.no_fork = true;
  } else if (argument == "--self-check") {
    to.self_check = true;
  } else if (argument == "--help") {
    std::fputs(kHelp, stdout);
  } else {
    return false;
  }
  return true;
}

// --default-NAME=N: holds where the test says nothing.
bool read_default(std::string_view argument, std::string_view name,
                  std::string_view value, ExploreOptions& to) {
  if (name == "--default-max-executions") {
    to.max_executions = number_in<std::int64_t>(argument, value, 1);
  } else if (name == "--default-max-seconds") {
    to.max_seconds = number_in<int>(argument, value, 1);
  } else if (name == "--default-max-events") {
    to.max_events = number_in<int>(argument, value, 1);
  } else if (name == "--default-spurious") {
    to.spurious = number_in<int>(argument, value, 0);
  } else if (name == "--default-timeouts") {
    to.timeouts = number_in<int>(argument, value, 0);
  } else if (name == "--default-retries") {
    to.retries = number_in<int>(argument, value, 0);
  } else {
    return false;
  }
  return true;
}

// --thread-budget=waits:2
void read_budget(std::string_view argument, std::string_view value, Flags& to) {
  const std::size_t colon = std::min(value.find(':'), value.size());
  const std::string_view what = value.substr(0, colon);
  Budget budget{.region = ""};
  std::optional<int>* const count =
      what == "locks"           ? &budget.locks
      : what == "waits"         ? &budget.futex_waits
      : what == "wakes"         ? &budget.wakes
      : what == "allocations"   ? &budget.allocations
      : what == "polling_reads" ? &budget.polling_reads
                                : nullptr;
  if (count == nullptr || colon == value.size()) {
    wrong_call(argument,
               "expected locks, waits, wakes, allocations or polling_reads, "
               "a colon and a number");
  }
  *count = number_in<int>(argument, value.substr(colon + 1), 0);
  to.thread_budgets.push_back(budget);
}

bool read_value(std::string_view argument, Flags& to) {
  const std::size_t equals = argument.find('=');
  if (equals == argument.npos) return false;
  const std::string_view name = argument.substr(0, equals);
  const std::string_view value = argument.substr(equals + 1);
  if (read_default(argument, name, value, to.defaults)) return true;
  if (name == "--max-executions") {
    to.max_executions = number_in<std::int64_t>(argument, value, 1);
  } else if (name == "--max-seconds") {
    to.max_seconds = number_in<double>(argument, value, 1e-3);
  } else if (name == "--max-events") {
    to.max_events = number_in<int>(argument, value, 1);
  } else if (name == "--spurious") {
    to.spurious = number_in<int>(argument, value, 0);
  } else if (name == "--timeouts") {
    to.timeouts = number_in<int>(argument, value, 0);
  } else if (name == "--retries") {
    to.retries = number_in<int>(argument, value, 0);
  } else if (name == "--reductions") {
    to.reductions = number_in<int>(argument, value, 0) != 0;
  } else if (name == "--sample") {
    to.sample = number_in<std::int64_t>(argument, value, 1);
  } else if (name == "--seed") {
    to.seed = number_in<std::uint64_t>(argument, value, 0);
  } else if (name == "--thread-budget") {
    read_budget(argument, value, to);
  } else if (name == "--processes") {
    to.processes = number_in<int>(argument, value, 1);
  } else if (name == "--columns") {
    to.columns = number_in<int>(argument, value, 1);
  } else if (name == "--replay") {
    to.replay = value;
  } else if (name == "--json") {
    to.json = value;
  } else if (name == "--svg") {
    to.svg = value;
  } else if (name == "--exercise") {
    to.exercise = value;
  } else if (name == "--name") {
    to.name = value;
  } else {
    return false;
  }
  return true;
}

std::string name_of_program(const char* path) {
  const std::string whole = path;
  return whole.substr(whole.rfind('/') + 1);
}

}  // namespace

void read_flags(int argc, char** argv) {
  Flags& all = flags();
  all.name = argc > 0 ? name_of_program(argv[0]) : "test";
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (!read_switch(argument, all) && !read_value(argument, all) &&
        !argument.starts_with("--gtest_")) {
      wrong_call(argument, "no such option");
    }
  }
}

}  // namespace hb::checker

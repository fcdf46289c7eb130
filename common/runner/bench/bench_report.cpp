#include "runner/bench/bench_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

namespace hb::runner {
namespace {

using nlohmann::json;

constexpr std::size_t kFewestSamples = 5;
constexpr double kSmallestDifference = 1.05;
constexpr std::string_view kMachineError = "this machine: ";
constexpr std::string_view kClaimed = "claimed ";

// Google Benchmark appends how it measured: "/real_time", "/min_time:0.1".
std::string without_settings(std::string name) {
  constexpr std::array<std::string_view, 9> settings = {
      "/real_time",        "/manual_time", "/process_time",
      "/iterations:",      "/repeats:",    "/min_time:",
      "/min_warmup_time:", "/threads:",    "/repetitions:"};
  for (const std::string_view setting : settings) {
    name.resize(std::min(name.size(), name.find(setting)));
  }
  return name;
}

// The document in the output: from the first line that is "{" to the last that
// is "}".
std::string_view document_in(std::string_view text) {
  const std::size_t begin = text.starts_with("{\n") ? 0 : text.find("\n{\n");
  const std::size_t end = text.rfind("\n}");
  if (begin == text.npos || end == text.npos || end < begin) {
    throw BenchOutputError("found no JSON in what the benchmark printed");
  }
  return text.substr(begin, end + 2 - begin);
}

double nanoseconds_in(const std::string& unit) {
  if (unit == "ns") return 1;
  if (unit == "us") return 1e3;
  if (unit == "ms") return 1e6;
  if (unit == "s") return 1e9;
  throw BenchOutputError("time_unit \"" + unit +
                         "\": expected ns, us, ms or s");
}

// What Google Benchmark says of every run; other numbers are counters.
bool is_counter(const std::string& key, const json& value) {
  constexpr std::array<std::string_view, 11> known = {
      "family_index",  "per_family_instance_index",
      "repetitions",   "repetition_index",
      "threads",       "iterations",
      "real_time",     "cpu_time",
      "clean",         "trials",
      "error_occurred"};
  return value.is_number() &&
         std::find(known.begin(), known.end(), key) == known.end();
}

BenchSample read_sample(const json& run) {
  BenchSample sample;
  sample.name = without_settings(run.at("name").get<std::string>());
  sample.label = run.value("label", "");
  if (run.value("error_occurred", false)) {
    sample.error = run.value("error_message", "error without a message");
    return sample;
  }
  sample.nanoseconds = run.at("real_time").get<double>() *
                       nanoseconds_in(run.at("time_unit").get<std::string>());
  sample.clean = std::llround(run.value("clean", 0.0));
  sample.trials = std::llround(run.value("trials", 0.0));
  for (const auto& [key, value] : run.items()) {
    if (is_counter(key, value)) sample.counters[key] = value.get<double>();
  }
  return sample;
}

// "channel/locked/64" is the way "locked" of the group "channel/64".
std::pair<std::string, std::string> group_and_way(const std::string& name) {
  const std::size_t first = name.find('/');
  if (first == name.npos) return {"", name};
  const std::size_t second = std::min(name.size(), name.find('/', first + 1));
  return {name.substr(0, first) + name.substr(second),
          name.substr(first + 1, second - first - 1)};
}

Ratio ratio(const Summary& one, const Summary& other) {
  return {other.median / one.median, compare(one, other)};
}

// "faults 32, allocations 1".
std::string counters_text(const BenchRow& row) {
  std::string text;
  for (const auto& [name, value] : row.counters) {
    text += (text.empty() ? "" : ", ") + name + " " + format_count(value);
  }
  return text;
}

// The name is cut if it must be; all else fits by itself.
std::string line(const std::string& name, const std::string& second,
                 const std::string& third, const std::string& fourth,
                 std::string_view last = "") {
  std::string text = fmt::format("  {:<18.18} {:>9} {:>8} {:>9}  {}", name,
                                 second, third, fourth, last);
  text.resize(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::string comparing_table(const std::vector<BenchRow>& rows) {
  std::string text = line("", "median", "spread", "speed");
  std::string group;
  for (const BenchRow& row : rows) {
    if (row.naive) {
      group = row.group;
      text += "\n" + group + "\n";
    }
    const std::string name = row.way + (row.naive ? " (naive)" : "");
    if (!row.time) {
      text += fmt::format("  {:<18.18} {}\n", name, row.error);
      continue;
    }
    text += line(name, format_time(row.time->median),
                 fmt::format("{:.0f} %", row.time->spread() * 100),
                 row.to_naive ? format_ratio(row.to_naive->value) : "1",
                 row.to_naive && !row.naive ? word(row.to_naive->word) : "");
    if (!row.counters.empty()) {
      text += fmt::format("    {:.74}\n", counters_text(row));
    }
    if (row.to_solution) {
      text += line("  to the solution", "", "",
                   format_ratio(row.to_solution->value),
                   word(row.to_solution->word));
    }
  }
  return text;
}

std::string claiming_table(const std::vector<BenchRow>& rows) {
  const auto claim_line =
      [](const std::string& name, const std::string& claimed,
         const std::string& measured, const std::string& spread) {
        return fmt::format("  {:<34.34} {:>14} {:>12} {:>9}\n", name, claimed,
                           measured, spread);
      };
  std::string text = claim_line("", "claimed", "measured", "spread");
  std::string reasons;
  for (const BenchRow& row : rows) {
    const std::string name =
        row.group.empty() ? row.way : row.group + " " + row.way;
    const std::string claimed = row.claimed.empty() ? "-" : row.claimed;
    if (row.time) {
      text += claim_line(name, claimed, format_time(row.time->median),
                         fmt::format("{:.0f} %", row.time->spread() * 100));
    } else {
      text += claim_line(name, claimed, "not measured", "-");
      const std::string reason = "Not measured: " + row.error + "\n";
      if (reasons.find(reason) == reasons.npos) reasons += reason;
    }
  }
  return reasons.empty() ? text : text + "\n" + reasons;
}

}  // namespace

BenchOutput read_bench_output(std::string_view text) {
  try {
    const json document = json::parse(document_in(text));
    BenchOutput output;
    output.processors = document.at("context").value("processors", "");
    for (const json& run : document.at("benchmarks")) {
      // Aggregates of --benchmark_repetitions are no samples.
      if (run.value("run_type", "iteration") != "iteration") continue;
      output.samples.push_back(read_sample(run));
    }
    return output;
  } catch (const json::exception& error) {
    throw BenchOutputError(error.what());
  }
}

Summary summarise(std::vector<double> nanoseconds) {
  std::sort(nanoseconds.begin(), nanoseconds.end());
  const auto quantile = [&](double part) {
    const double place = part * static_cast<double>(nanoseconds.size() - 1);
    const double below = std::floor(place);
    const auto index = static_cast<std::size_t>(below);
    const std::size_t next = std::min(index + 1, nanoseconds.size() - 1);
    return std::lerp(nanoseconds[index], nanoseconds[next], place - below);
  };
  return {nanoseconds.size(), quantile(0.25),      quantile(0.5),
          quantile(0.75),     nanoseconds.front(), nanoseconds.back()};
}

Comparison compare(const Summary& one, const Summary& other) {
  if (std::min(one.samples, other.samples) < kFewestSamples) {
    return Comparison::cannot_tell;
  }
  const auto clearly_below = [](const Summary& low, const Summary& high) {
    return low.high < high.low &&
           low.median * kSmallestDifference <= high.median;
  };
  if (clearly_below(one, other)) return Comparison::faster;
  if (clearly_below(other, one)) return Comparison::slower;
  return Comparison::cannot_tell;
}

std::string_view word(Comparison comparison) {
  switch (comparison) {
    case Comparison::faster:
      return "faster";
    case Comparison::slower:
      return "slower";
    case Comparison::cannot_tell:
      break;
  }
  return "cannot tell on this machine";
}

void BenchReport::add(BenchRole role, const BenchOutput& output) {
  if (!output.processors.empty()) processors_ = output.processors;
  for (const BenchSample& sample : output.samples) {
    std::string group;
    std::string way;
    std::tie(group, way) = group_and_way(sample.name);
    if (way == "answer") {
      way = role == BenchRole::yours ? "yours" : "solution";
    } else if (role == BenchRole::yours) {
      continue;
    }
    clean_ += sample.clean;
    trials_ += sample.trials;

    auto series = std::find_if(
        series_.begin(), series_.end(), [&](const Series& candidate) {
          return candidate.group == group && candidate.way == way;
        });
    if (series == series_.end()) {
      series =
          series_.insert(series_.end(), {group, way, role, {}, {}, {}, {}, {}});
    }
    if (sample.label.starts_with(kClaimed)) {
      series->claimed = sample.label.substr(kClaimed.size());
    }
    if (sample.error.empty()) {
      series->nanoseconds.push_back(sample.nanoseconds);
      for (const auto& [name, value] : sample.counters) {
        series->counters[name].push_back(value);
      }
    } else if (sample.error.starts_with(kMachineError)) {
      series->machine_error = sample.error;
    } else {
      series->error = sample.error;
    }
  }
}

std::vector<BenchRow> BenchReport::rows() const {
  std::vector<std::string> groups;
  for (const Series& series : series_) {
    if (std::find(groups.begin(), groups.end(), series.group) == groups.end()) {
      groups.push_back(series.group);
    }
  }

  std::vector<BenchRow> rows;
  for (const std::string& group : groups) {
    const std::size_t naive = rows.size();
    std::optional<std::size_t> solution;
    for (const Series& series : series_) {
      if (series.group != group) continue;
      BenchRow row;
      row.group = group;
      row.way = series.way;
      row.naive = rows.size() == naive;
      row.claimed = series.claimed;
      if (!series.error.empty()) {
        row.error = series.error;
      } else if (series.nanoseconds.empty()) {
        row.error = series.machine_error;
      } else {
        row.time = summarise(series.nanoseconds);
        for (const auto& [name, values] : series.counters) {
          row.counters[name] = summarise(values).median;
        }
      }
      if (row.time && !row.naive && rows[naive].time) {
        row.to_naive = ratio(*row.time, *rows[naive].time);
      }
      if (row.time && row.way == "yours" && solution && rows[*solution].time) {
        row.to_solution = ratio(*row.time, *rows[*solution].time);
      }
      if (row.way == "solution") solution = rows.size();
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

bool BenchReport::failed(BenchRole role) const {
  return std::any_of(series_.begin(), series_.end(), [&](const Series& series) {
    return series.role == role && !series.error.empty();
  });
}

std::string BenchReport::table() const {
  const std::vector<BenchRow> rows = this->rows();
  const bool claims =
      std::any_of(rows.begin(), rows.end(),
                  [](const BenchRow& row) { return !row.claimed.empty(); });
  std::string text = claims ? claiming_table(rows) : comparing_table(rows);
  if (trials_ > 0) text += "\n" + trials_text() + "\n";
  return text;
}

std::string BenchReport::trials_text() const {
  if (trials_ == 0) return "";
  return fmt::format(
      "Two-thread trials, processors {}: {} of {} clean, others repeated.",
      processors_, clean_, trials_);
}

std::string format_ratio(double value) {
  return fmt::format("{:.{}f}", value, value < 9.995 ? 2 : 0);
}

std::string format_count(double value) {
  if (value > 0 && value < 0.005) return "under 0.01";
  std::string text = fmt::format("{:.{}f}", value, value < 9.995 ? 2 : 0);
  if (text.find('.') != text.npos) {
    text.resize(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
  }
  return text;
}

std::string format_time(double nanoseconds) {
  const char* unit = "ns";
  double value = nanoseconds;
  for (const char* larger : {"us", "ms", "s"}) {
    if (value < 999.5) break;
    value /= 1000;
    unit = larger;
  }
  const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f} {}", value, decimals, unit);
}

}  // namespace hb::runner

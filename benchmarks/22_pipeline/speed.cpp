// Packing a file of mixed data, and 20,000 small ones: the capstone, each of
// its ways of working, and what people use today.
//
// Question  How far from what the processors can do is it, and which of its
//           options matter?
// Method    A file of 1 GiB of the files of /usr, in the page cache, is packed
//           into a new file in the same folder, at zstd's levels 1 and 3, with
//           a key file. Programs, so their start and their end count. Of each
//           group the first row is the limit: what compressing and encrypting
//           alone would take, if all processors did nothing else: of one
//           thread, divided; the second, of all threads at the same time.
// Counters  limit: the row's time divided by the limit's of the same run; cpu:
//           its CPU seconds divided by the limit's; MiB: the memory of its
//           largest process at its peak.
// Peers     Those that are installed. `zstd` alone does not encrypt.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "limit.hpp"
#include "mixed_data.hpp"
#include "program.hpp"
#include "speed.hpp"

namespace hb {
namespace {

constexpr std::size_t kSmallFiles = 20'000;

// What the rows have in common; made by the first of them.
class Bench {
 public:
  explicit Bench(const SpeedData& data)
      : data_(data.file.empty() ? MixedData(data.bytes)
                                : MixedData(data.file)) {
    run_line(fmt::format("age-keygen -o {}", identity()));
    run_line(fmt::format("age-keygen -y {0} >{0}.pub", identity()));
    std::ifstream(identity() + ".pub") >> recipient_;
  }

  const MixedData& data() const { return data_; }
  const std::string& recipient() const { return recipient_; }

  // The first call's is kept: one run, one limit.
  double limit(int level) {
    std::optional<double>& limit = limits_[static_cast<std::size_t>(level)];
    if (!limit) limit = limit_seconds(data_.file(), level);
    return *limit;
  }

 private:
  std::string identity() const { return data_.key().string() + ".age"; }

  MixedData data_;
  std::string recipient_;
  std::array<std::optional<double>, 20> limits_;
};

SpeedData what_to_pack;

Bench& bench() {
  static Bench made(what_to_pack);
  return made;
}

using Run = std::function<Ended(const Bench&)>;

// Runs once, by its own clock. An exception of the body is the row's error.
void add_row(const std::string& name,
             const std::function<void(benchmark::State&)>& body) {
  const auto row = [=](benchmark::State& state) {
    for (auto _ : state) {
      try {
        body(state);
      } catch (const std::exception& error) {
        state.SkipWithError(error.what());
      }
    }
  };
  benchmark::RegisterBenchmark(name.c_str(), row)
      ->UseManualTime()
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

// Runs it, and then puts away what it wrote. level 0: no limit is known.
void add(const std::string& name, int level, const Run& run) {
  add_row(name, [=](benchmark::State& state) {
    const double limit = level == 0 ? 0 : bench().limit(level);
    const Ended ended = run(bench());
    std::error_code ignored;
    std::filesystem::remove(bench().data().output(), ignored);
    if (!ended.succeeded) state.SkipWithError("the program failed");
    state.SetIterationTime(ended.seconds);
    state.counters["MiB"] = ended.peak_mib;
    if (limit <= 0) return;
    state.counters["limit"] = ended.seconds / limit;
    state.counters["cpu"] = ended.cpu_seconds / (limit * kProcessors);
  });
}

void add_limit_at_once(const std::string& name, int level) {
  add_row(name, [=](benchmark::State& state) {
    const double seconds = limit_at_once_seconds(bench().data().file(), level);
    if (seconds < 0) state.SkipWithError("could not be measured");
    state.SetIterationTime(seconds);
    state.counters["limit"] = seconds / bench().limit(level);
  });
}

void add_limit(const std::string& name, int level) {
  add_row(name, [=](benchmark::State& state) {
    const double limit = bench().limit(level);
    if (limit < 0) state.SkipWithError("could not be measured");
    state.SetIterationTime(limit);
  });
}

Ended pack(const Bench& all, const std::filesystem::path& input, int level,
           const std::vector<std::string>& options) {
  std::vector<std::string> words = {pipeline_program(),
                                    "pack",
                                    input.string(),
                                    all.data().output().string(),
                                    "--key-file",
                                    all.data().key().string(),
                                    fmt::format("--level={}", level)};
  words.insert(words.end(), options.begin(), options.end());
  return run_program(words);
}

// #region ways
struct Way {
  std::string name;
  std::vector<std::string> options;
};

// What differs from the defaults: throughput, stream, ordered, service,
// hillclimb, simple, depth 4, as many workers as processors.
std::vector<Way> ways() {
  return {
      {"pipeline", {}},
      {"tasks", {"--spawn-style=tasks"}},
      {"fibers", {"--spawn-style=fibers"}},
      {"threads", {"--spawn-style=threads"}},
      {"positional", {"--writer=positional"}},
      {"mutex", {"--writer=mutex"}},
      {"minimal", {"--reader=minimal"}},
      {"minimal positional", {"--reader=minimal", "--writer=positional"}},
      {"filesize", {"--chunk-method=filesize"}},
      {"chunks of 1 MiB", {"--chunk-size=1MiB"}},
      {"fair", {"--scheduler=fair"}},
      {"latency", {"--optimize=latency"}},
      {"balanced", {"--optimize=balanced"}},
      {"resources", {"--optimize=resources"}},
      {"depth 0", {"--channel-depth=0"}},
      {"depth 1", {"--channel-depth=1"}},
      {"depth 8", {"--channel-depth=8"}},
      {"workers 1", {"--workers=1"}},
      {"workers 2", {"--workers=2"}},
      {"workers 4", {"--workers=4"}},
  };
}
// #endregion ways

void add_peers(const std::string& group, int level) {
  if (!is_installed("zstd")) return;
  const auto line = [&](const std::string& next, auto options_for) {
    add(fmt::format("{}zstd -T{}{}", group, kProcessors,
                    next.empty() ? "" : " | " + next),
        level, [=](const Bench& all) {
          return run_line(fmt::format("zstd -{} -T{} -qc {} {} >{}", level,
                                      kProcessors, all.data().file().string(),
                                      options_for(all),
                                      all.data().output().string()));
        });
  };
  line("", [](const Bench&) { return std::string(); });
  if (is_installed("age")) {
    line("age", [](const Bench& all) { return "| age -r " + all.recipient(); });
  }
  if (is_installed("openssl")) {
    line("openssl", [](const Bench&) {
      const std::string zeros(32, '0');
      return fmt::format("| openssl enc -aes-256-ctr -K {0}{0} -iv {0}", zeros);
    });
  }
}

void add_small_files() {
  const std::string group = "20,000 files of 4 KiB/";
  if (is_installed("zstd") && is_installed("age") && is_installed("tar")) {
    add(group + "tar | zstd | age", 0, [=](const Bench& all) {
      return run_line(
          fmt::format("tar -cf - -C {} . | zstd -3 -T{} -qc | age -r {} >{}",
                      all.data().small_files(kSmallFiles).string(), kProcessors,
                      all.recipient(), all.data().output().string()));
    });
  }
  for (const Way& way : ways()) {
    if (way.name != "pipeline" && way.name != "minimal") continue;
    add(group + way.name, 0, [=](const Bench& all) {
      return pack(all, all.data().small_files(kSmallFiles), 3, way.options);
    });
  }
}

}  // namespace

void add_speed(const SpeedData& data) {
  what_to_pack = data;
  for (const int level : {1, 3}) {
    const std::string group = fmt::format("level {}/", level);
    add_limit(group + "limit", level);
    add_limit_at_once(group + "limit at once", level);
    add(group + "naive", level, [=](const Bench& all) {
      return run_apart(
          [&] { pack_naively(all.data().file(), all.data().output(), level); });
    });
    for (const Way& way : ways()) {
      add(group + way.name, level, [=](const Bench& all) {
        return pack(all, all.data().file(), level, way.options);
      });
    }
    add_peers(group, level);
    // Not compressed, not encrypted: what a copy costs.
    if (is_installed("tar")) {
      add(group + "tar", level, [](const Bench& all) {
        return run_program({"tar", "-cf", all.data().output().string(), "-C",
                            all.data().file().parent_path().string(),
                            all.data().file().filename().string()});
      });
    }
  }
  add_small_files();
}

}  // namespace hb

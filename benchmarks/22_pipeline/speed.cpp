// Packing a file of mixed data, and 20,000 small ones: the capstone, each of
// its ways of working, and what people use today.
//
// Question  How far from what the processors can do is it, and which of its
//           options matter?
// Method    A file of 1 GiB (--size=MIB: of another size) of the files of /usr,
//           in the page cache, packed into a new file in the same folder,
//           at zstd's levels 1 and 3, with a key file. Programs, so their start
//           and the reading of keys count. Of each group the first row is the
//           limit: what compressing and encrypting alone would take, if all
//           processors did nothing else.
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

namespace hb {
namespace {

constexpr std::size_t kSmallFiles = 20'000;

const unsigned kProcessors = std::max(1U, std::thread::hardware_concurrency());

// What the rows have in common; made by the first of them.
class Bench {
 public:
  explicit Bench(std::size_t bytes) : data_(bytes) {
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

std::size_t bytes_of_file = 0;

Bench& bench() {
  static Bench made(bytes_of_file);
  return made;
}

using Run = std::function<Ended(const Bench&)>;

// A row: run it, and then put away what it wrote. level 0: no limit is known.
void add(const std::string& name, int level, const Run& run) {
  const auto row = [=](benchmark::State& state) {
    for (auto _ : state) {
      try {
        const double limit = level == 0 ? 0 : bench().limit(level);
        const Ended ended = run(bench());
        std::error_code ignored;
        std::filesystem::remove(bench().data().output(), ignored);
        if (!ended.succeeded) state.SkipWithError("the program failed");
        state.SetIterationTime(ended.seconds);
        state.counters["MiB"] = ended.peak_mib;
        if (limit <= 0) continue;
        state.counters["limit"] = ended.seconds / limit;
        state.counters["cpu"] = ended.cpu_seconds / (limit * kProcessors);
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

void add_limit(const std::string& name, int level) {
  const auto row = [=](benchmark::State& state) {
    for (auto _ : state) {
      try {
        const double limit = bench().limit(level);
        if (limit < 0) state.SkipWithError("could not be measured");
        state.SetIterationTime(limit);
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
// What differs from the defaults: throughput, stream, ordered, service,
// hillclimb, simple, depth 4, as many workers as processors.
std::vector<std::vector<std::string>> ways() {
  return {
      {},
      {"--spawn-style=tasks"},
      {"--spawn-style=fibers"},
      {"--spawn-style=threads"},
      {"--writer=positional"},
      {"--writer=mutex"},
      {"--reader=minimal"},
      {"--reader=minimal", "--writer=positional"},
      {"--chunk-method=filesize"},
      {"--scheduler=fair"},
      {"--optimize=latency"},
      {"--optimize=resources"},
      {"--optimize=balanced"},
      {"--channel-depth=0"},
      {"--channel-depth=1"},
      {"--channel-depth=8"},
      {"--workers=1"},
      {"--workers=2"},
      {"--workers=4"},
      {"--chunk-size=1MiB"},
  };
}
// #endregion ways

// "pipeline", and its options without what they have in common.
std::string name_of(const std::vector<std::string>& way) {
  std::string name = "pipeline";
  for (const std::string& option : way) {
    name += ' ';
    name.append(option, 2);
  }
  return name;
}

void add_peers(const std::string& group, int level) {
  const std::string zstd = fmt::format("zstd -{} -T{}", level, kProcessors);
  const auto line = [&](const std::string& name, const std::string& rest) {
    add(group + name, level, [=](const Bench& all) {
      return run_line(
          fmt::format("{} -qc {} {} >{}", zstd, all.data().file().string(),
                      fmt::format(fmt::runtime(rest), all.recipient()),
                      all.data().output().string()));
    });
  };
  if (!is_installed("zstd")) return;
  line(zstd, "");
  if (is_installed("age")) line(zstd + " | age", "| age -r {}");
  if (is_installed("openssl")) {
    const std::string zeros(32, '0');
    line(zstd + " | openssl",
         "| openssl enc -aes-256-ctr -K " + zeros + zeros + " -iv " + zeros);
  }
}

void add_small_files() {
  const std::string group = "20,000 files of 4 KiB/";
  const std::string zstd = fmt::format("zstd -3 -T{}", kProcessors);
  if (is_installed("zstd") && is_installed("age") && is_installed("tar")) {
    add(group + "tar | " + zstd + " | age", 0, [=](const Bench& all) {
      return run_line(fmt::format("tar -cf - -C {} . | {} -qc | age -r {} >{}",
                                  all.data().small_files(kSmallFiles).string(),
                                  zstd, all.recipient(),
                                  all.data().output().string()));
    });
  }
  for (const std::vector<std::string>& way :
       {std::vector<std::string>{}, {"--reader=minimal"}}) {
    add(group + name_of(way), 0, [=](const Bench& all) {
      return pack(all, all.data().small_files(kSmallFiles), 3, way);
    });
  }
}

}  // namespace

void add_speed(std::size_t bytes) {
  bytes_of_file = bytes;
  for (const int level : {1, 3}) {
    const std::string group = fmt::format("level {}/", level);
    add_limit(group + "limit", level);
    for (const std::vector<std::string>& way : ways()) {
      add(group + name_of(way), level, [=](const Bench& all) {
        return pack(all, all.data().file(), level, way);
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

#include "pipeline/scenarios/cpu_bound.hpp"

#include <algorithm>
#include <chrono>

#include "pipeline/durability/shutdown.hpp"
#include "pipeline/engine/pack.hpp"
#include "pipeline/metrics/dashboard.hpp"
#include "pipeline/scenarios/folder_with_room.hpp"
#include "pipeline/scenarios/text_data.hpp"
#include "pipeline/text.hpp"

namespace hb::pipeline {
namespace {

constexpr std::uint64_t kFileBytes = 64 * 1024;
constexpr std::uint64_t kFullFiles = 128'000;

double cpu_seconds(const MetricsView& view) {
  return view.timing(Timing::chunk_cpu_time).sum_ms / 1e3;
}

double token_seconds(const MetricsView& view, std::int64_t tokens) {
  return std::chrono::duration<double>(view.elapsed).count() *
         static_cast<double>(tokens);
}

// WHY one token fewer than processors: the system would let as many threads
// work at once as there are processors anyhow.
Options cpu_bound_options(std::size_t processors) {
  Options options;
  const auto tokens =
      static_cast<std::int64_t>(std::max<std::size_t>(processors, 2) - 1);
  options.cpu_tokens = tokens;
  // WHY more workers than tokens: so the tokens are the bound.
  options.workers = std::min<std::size_t>(2 * processors + 2, 128);
  options.chunk_bytes = 2 * kFileBytes;  // many chunks, for their percentiles
  return options;
}

MetricsView pack_half(const std::filesystem::path& input,
                      const std::filesystem::path& output,
                      const Options& options, std::size_t processors,
                      const Shutdown& shutdown) {
  Tree tree = walk(input);
  const Plan plan = plan_for(options, {processors, 12},
                             {tree.largest_bytes(), tree.total_bytes()});
  Metrics metrics(plan.cpu_tokens, plan.io_tokens);
  PackJob job;
  job.input = input;
  job.output = output;
  job.options = options;
  const PackReport packed =
      pack(job, plan, metrics, shutdown.drain(), shutdown.hard_stop());
  if (packed.interrupted) throw Interrupted{shutdown.signal()};
  return metrics.view();
}

}  // namespace

void judge(const CpuBoundSeen& seen, ScenarioReport& report) {
  for (const MetricsView& half : seen.halves) {
    const std::int64_t most = half.gauge(Gauge::active_workers).most;
    report.expect(1 <= most && most <= seen.tokens,
                  "chunks worked on at once, from 1 to {}: {}", seen.tokens,
                  most);
    // WHY beside the gauge: this is the processors' own account. 2 %: clocks
    // of threads and of the wall are not read at one moment.
    const double share = cpu_seconds(half) / token_seconds(half, seen.tokens);
    report.expect(share <= 1.02,
                  "the CPU time is at most the tokens': {:.0f} % of it",
                  100 * share);
    report.say("CPU: {:.0f} % of the tokens' time (target: 75 to 90 and more)",
               100 * share);
  }
  const double first = seen.halves[0].timing(Timing::chunk_cpu_time).p95_ms;
  const double second = seen.halves[1].timing(Timing::chunk_cpu_time).p95_ms;
  report.say(
      "P95 of a chunk's CPU time: {:.2f} ms, then {:.2f} ms ({}; not "
      "judged)",
      first, second,
      std::max(first, second) <= 2 * std::min(first, second)
          ? "within 2 x"
          : "not within 2 x");
}

ScenarioReport cpu_bound(const ScenarioOptions& options) {
  const std::uint64_t files = scaled(kFullFiles, options.scale, 64);
  const Shutdown shutdown(std::chrono::seconds(5));
  const auto check = [&] {
    if (shutdown.signal() != 0) throw Interrupted{shutdown.signal()};
  };
  const ScratchFolder scratch =
      folder_with_room(options.folder, 2 * files * kFileBytes);
  TextData data(options.seed);
  for (std::uint64_t n = 0; n < files; ++n) {
    const auto folder = scratch.folder(n < files / 2 ? "first" : "second");
    write_text_file(folder / std::to_string(n), kFileBytes, data, check);
  }
  const Options chosen = cpu_bound_options(options.processors);
  ScenarioReport report;
  report.say("{} files of 64 KiB in two halves; CPU tokens: {}, workers: {}",
             grouped(files), *chosen.cpu_tokens, *chosen.workers);
  CpuBoundSeen seen{.tokens = *chosen.cpu_tokens, .halves = {}};
  seen.halves[0] = pack_half(scratch / "first", scratch / "first.hbp", chosen,
                             options.processors, shutdown);
  seen.halves[1] = pack_half(scratch / "second", scratch / "second.hbp", chosen,
                             options.processors, shutdown);
  report.say("The second half:\n{}", dashboard(seen.halves[1]));
  judge(seen, report);
  return report;
}

}  // namespace hb::pipeline

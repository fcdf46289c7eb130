#include "pipeline/scenarios/mixed_sizes.hpp"

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

constexpr std::uint64_t kFullLarge = std::uint64_t{10} << 30;
constexpr std::uint64_t kFullSmall = std::uint64_t{10} << 20;
constexpr std::uint64_t kFullChunk = std::uint64_t{4} << 20;
constexpr std::uint64_t kManySmallFiles = 100;

// WHY all of it is scaled: three small files and a chunk of the large one take
// turns, and their sizes say who waits for whom.
Options mixed_sizes_options(double scale, std::uint64_t small_bytes) {
  Options options;
  options.chunk_bytes =
      static_cast<std::size_t>(scaled(kFullChunk, scale, 4096));
  options.small_file_bytes = static_cast<std::size_t>(small_bytes);
  options.large_file_bytes = 2 * small_bytes;
  return options;
}

MetricsView pack_with(SchedulerKind scheduler, Options options,
                      const ScratchFolder& scratch, std::size_t processors,
                      const Shutdown& shutdown) {
  options.scheduler = scheduler;
  PackJob job;
  job.input = scratch / "files";
  job.output = scratch / "packed";
  job.replace = true;
  job.options = options;
  Tree tree = walk(job.input);
  const Plan plan = plan_for(options, {processors, 12},
                             {tree.largest_bytes(), tree.total_bytes()});
  Metrics metrics(plan.cpu_tokens, plan.io_tokens);
  const PackReport packed =
      pack(job, plan, metrics, shutdown.drain(), shutdown.hard_stop());
  if (packed.interrupted) throw Interrupted{shutdown.signal()};
  return metrics.view();
}

double p95(const MetricsView& view) {
  return view.timing(Timing::small_file_latency).p95_ms;
}

}  // namespace

void judge(const MixedSeen& seen, ScenarioReport& report) {
  report.say(
      "P95 of a small file, from the start until it is written:\n"
      "  --scheduler=simple  {:.0f} ms\n"
      "  --scheduler=fair    {:.0f} ms, {:.0f} % of it",
      p95(seen.simple), p95(seen.fair),
      100 * p95(seen.fair) / std::max(p95(seen.simple), 1e-9));
  for (const MetricsView* view : {&seen.simple, &seen.fair}) {
    const std::uint64_t count = view->timing(Timing::small_file_latency).count;
    report.expect(count == seen.small_files,
                  "the times of {} small files were seen: {}", seen.small_files,
                  count);
  }
  report.expect(p95(seen.fair) < p95(seen.simple),
                "small files wait less with fair ({:.0f} ms) than with simple "
                "({:.0f} ms)",
                p95(seen.fair), p95(seen.simple));
}

ScenarioReport mixed_sizes(const ScenarioOptions& options) {
  const std::uint64_t large = scaled(kFullLarge, options.scale, 1 << 20);
  const std::uint64_t small = scaled(kFullSmall, options.scale, 1 << 10);
  const Shutdown shutdown(std::chrono::seconds(5));
  const auto check = [&] {
    if (shutdown.signal() != 0) throw Interrupted{shutdown.signal()};
  };
  const ScratchFolder scratch =
      folder_with_room(options.folder, 2 * (large + kManySmallFiles * small));
  const auto folder = scratch.folder("files");
  TextData data(options.seed);
  // WHY these names: in the order of a walk, it is the first.
  write_text_file(folder / "a large one", large, data, check);
  for (std::uint64_t n = 0; n < kManySmallFiles; ++n) {
    write_text_file(folder / ("small " + std::to_string(n)), small, data,
                    check);
  }
  const Options chosen = mixed_sizes_options(options.scale, small);
  ScenarioReport report;
  report.say(
      "One file of {} and {} of {} behind it, in chunks of {};\na file "
      "counts as large from {} on",
      bytes_text(large), kManySmallFiles, bytes_text(small),
      bytes_text(*chosen.chunk_bytes), bytes_text(chosen.large_file_bytes));
  MixedSeen seen{.small_files = kManySmallFiles, .simple = {}, .fair = {}};
  seen.simple = pack_with(SchedulerKind::simple, chosen, scratch,
                          options.processors, shutdown);
  seen.fair = pack_with(SchedulerKind::fair, chosen, scratch,
                        options.processors, shutdown);
  report.say("With fair:\n{}", dashboard(seen.fair));
  judge(seen, report);
  return report;
}

}  // namespace hb::pipeline

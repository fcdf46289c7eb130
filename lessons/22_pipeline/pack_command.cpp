// pack: a file or a folder into a container.

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <thread>

#include "commands.hpp"
#include "pipeline/container/reading.hpp"
#include "pipeline/durability/shutdown.hpp"
#include "pipeline/engine/pack.hpp"
#include "pipeline/files/tree.hpp"
#include "pipeline/policy/plan.hpp"
#include "pipeline/policy/storage.hpp"
#include "pipeline/text.hpp"
#include "run_view.hpp"

namespace hb::pipeline {
namespace {

Device device_of(const Options& options, const std::filesystem::path& input) {
  if (options.storage == StorageType::automatic) return detect_storage(input);
  return {"", options.storage, depth_of(options.storage), "as you say"};
}

PackJob job_of(const Call& call) {
  PackJob job;
  job.input = call.pack.input;
  job.output = call.pack.output;
  job.replace = call.pack.replace;
  job.options = call.pack.options;
  job.key = call.key;
  return job;
}

nlohmann::json facts_of(const PackReport& report, const Plan& plan) {
  auto failures = nlohmann::json::array();
  for (const ItemFailure& failure : report.failures) {
    failures.push_back({{"path", printable(failure.path)},
                        {"text", printable(failure.text)},
                        {"exit_code", failure.exit_code}});
  }
  return {{"interrupted", report.interrupted},
          {"files", report.files},
          {"directories", report.directories},
          {"links", report.links},
          {"raw_bytes", report.raw_bytes},
          {"stored_bytes", report.stored_bytes},
          {"chunks", report.chunks},
          {"resumed_chunks", report.resumed_chunks},
          {"permits_returned", report.permits_returned},
          {"failures", std::move(failures)},
          {"plan",
           {{"cpu_tokens", plan.cpu_tokens},
            {"io_tokens", plan.io_tokens},
            {"workers", plan.workers},
            {"channel_depth", plan.channel_depth},
            {"window_chunks", plan.window},
            {"chunk_bytes", plan.chunk_bytes},
            {"buffer_bytes", plan.buffer_bytes()}}}};
}

std::string ratio_text(const PackReport& report) {
  if (report.stored_bytes == 0) return "";
  return fmt::format(" ({:.2f} : 1)",
                     static_cast<double>(report.raw_bytes) /
                         static_cast<double>(report.stored_bytes));
}

// What is left after an interruption, and how to go on.
int tell_interruption(const Call& call, int signal) {
  const auto& checkpoint = call.pack.options.checkpoint;
  if (checkpoint) {
    fmt::print(stderr,
               "pipeline: interrupted; what is done is kept\n"
               "try: the same command with --resume\n");
  } else {
    fmt::print(stderr, "pipeline: interrupted; {} was not made\n",
               printable(call.pack.output.string()));
  }
  return 128 + (signal == 0 ? SIGINT : signal);
}

// The worst of them, where the rest was packed.
int tell_failures(const PackReport& report) {
  int worst = 0;
  for (const ItemFailure& failure : report.failures) {
    fmt::print(stderr, "pipeline: {}\n", failure.text);
    worst = std::max(worst, failure.exit_code);
  }
  if (worst == 0) return 0;
  fmt::print(stderr,
             "pipeline: {} of the items could not be packed; the container "
             "holds the others\n",
             report.failures.size());
  return worst;
}

}  // namespace

int pack_command(const Call& call) {
  // First: it blocks the signals for all threads that come.
  Shutdown shutdown(call.pack.options.grace);
  const PackJob job = job_of(call);
  const Tree tree = walk(job.input);
  const Device device = device_of(job.options, job.input);
  const Plan plan = plan_for(job.options, {processors(call), device.depth},
                             {tree.largest_bytes(), tree.total_bytes()});
  RunView view(call, "pack", plan.cpu_tokens, plan.io_tokens);
  log_plan(plan, device);
  const PackReport report = pack(job, tree, plan, view.metrics(),
                                 shutdown.drain(), shutdown.hard_stop());
  view.end(facts_of(report, plan));
  if (report.interrupted) return tell_interruption(call, shutdown.signal());
  view.say("packed {} to {}: {} files, {} to {}{}",
           printable(call.pack.input.string()),
           printable(call.pack.output.string()), grouped(report.files),
           bytes_text(report.raw_bytes), bytes_text(report.stored_bytes),
           ratio_text(report));
  return tell_failures(report);
}

}  // namespace hb::pipeline

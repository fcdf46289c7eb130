// pack: a file or a folder into a container.

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "commands.hpp"
#include "pipeline/durability/shutdown.hpp"
#include "pipeline/engine/pack.hpp"
#include "pipeline/files/tree.hpp"
#include "pipeline/policy/own_files.hpp"
#include "pipeline/policy/plan.hpp"
#include "pipeline/policy/storage.hpp"
#include "pipeline/text.hpp"
#include "run_view.hpp"
#include "signalled.hpp"

namespace hb::pipeline {
namespace {

Device device_of(const Options& options, const std::filesystem::path& input) {
  if (options.storage == StorageType::automatic) return detect_storage(input);
  return {"", options.storage, depth_of(options.storage), "as you say"};
}

PackJob pack_job_of(const Call& call) {
  PackJob job;
  job.input = call.pack.input;
  job.output = call.pack.output;
  job.replace = call.pack.replace;
  job.options = call.pack.options;
  job.key = call.key;
  return job;
}

PackFiles files_of(const Call& call) {
  return {
      .input = call.pack.input,
      .output = call.pack.output,
      .checkpoint = call.pack.options.checkpoint,
      .metrics = call.view.metrics_file,
      .key = call.key.key_file ? call.key.key_file : call.key.passphrase_file};
}

// Sockets, devices and pipes.
void tell_skipped(std::size_t skipped) {
  if (skipped == 0) return;
  fmt::print(stderr,
             "pipeline: left out {} that {} neither a file, a folder nor a "
             "link\n",
             counted(skipped, "item"), skipped == 1 ? "is" : "are");
}

nlohmann::ordered_json facts_of(const PackReport& report, const Plan& plan,
                                int exit_code) {
  auto failures = nlohmann::ordered_json::array();
  for (const ItemFailure& failure : report.failures) {
    failures.push_back({{"path", printable(failure.path)},
                        {"text", printable(failure.text)},
                        {"exit_code", failure.exit_code}});
  }
  return {{"exit_code", exit_code},
          {"interrupted", report.interrupted},
          {"files", report.items.files},
          {"directories", report.items.directories},
          {"links", report.items.links},
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

// What a run before this one had done.
std::string resumed_text(const PackReport& report) {
  if (report.resumed_chunks == 0) return "";
  return fmt::format("; {} of {} had been done", grouped(report.resumed_chunks),
                     counted(report.chunks, "chunk"));
}

// WHY: somebody may think that what is done goes on by itself.
void tell_begins_anew(const Call& call) {
  const Options& options = call.pack.options;
  std::error_code ignored;
  if (call.view.quiet || options.resume || !options.checkpoint ||
      !std::filesystem::exists(*options.checkpoint, ignored)) {
    return;
  }
  fmt::print(stderr,
             "pipeline: {} is there, but without --resume all begins anew\n",
             printable(options.checkpoint->string()));
}

// What is left after an interruption, and how to go on.
void tell_interruption(const Call& call) {
  if (call.pack.options.checkpoint) {
    fmt::print(stderr,
               "pipeline: interrupted; what is done is kept\n"
               "try: the same command with --resume\n");
  } else {
    fmt::print(stderr, "pipeline: interrupted; {} was not made\n",
               printable(call.pack.output.string()));
  }
}

void tell_failures(const PackReport& report) {
  for (const ItemFailure& failure : report.failures) {
    fmt::print(stderr, "pipeline: {}\n", printable(failure.text));
  }
  if (report.failures.empty()) return;
  fmt::print(stderr,
             "pipeline: {} could not be packed; the container holds the rest\n",
             counted(report.failures.size(), "item"));
}

// The worst of the items that failed, or the signal's.
int exit_code_of(const PackReport& report, int signal) {
  if (report.interrupted) return 128 + (signal == 0 ? SIGINT : signal);
  int worst = 0;
  for (const ItemFailure& failure : report.failures) {
    worst = std::max(worst, failure.exit_code);
  }
  return worst;
}

void log_plan(const Plan& plan, const Device& device, Log& log) {
  log.info("plan", {{"cpu_tokens", plan.cpu_tokens},
                    {"io_tokens", plan.io_tokens},
                    {"workers", plan.workers},
                    {"window", plan.window},
                    {"chunk_bytes", plan.chunk_bytes}});
  log.info(
      "storage",
      {{"device", device.name}, {"depth", device.depth}, {"why", device.why}});
}

// The walk ends with a Failure where a signal stops it, and a program that
// reads the report is told so there, too.
Tree walk_input(const Call& call, const Shutdown& shutdown) {
  try {
    return signalled(shutdown, [&] {
      return walk(call.pack.input, written(files_of(call)), shutdown.drain());
    });
  } catch (const Failure& failure) {
    if (call.view.json) {
      RunView(call, "pack", Drawn::nothing)
          .end({{"exit_code", failure.exit_code()},
                {"failure", printable(failure.what())},
                {"permits_returned", true}});  // none were taken
    }
    throw;
  }
}

}  // namespace

int pack_command(const Call& call) {
  // First: it blocks the signals for all threads that come.
  Shutdown shutdown(call.pack.options.grace);
  const PackJob job = pack_job_of(call);
  check_differ(files_of(call));
  tell_begins_anew(call);
  Tree tree = walk_input(call, shutdown);
  const std::size_t skipped = tree.skipped;
  const Device device = device_of(job.options, job.input);
  const Plan plan = plan_for(job.options, {processors(call), device.depth},
                             {tree.largest_bytes(), tree.total_bytes()});
  RunView view(call, "pack", Drawn::dashboard, plan.cpu_tokens, plan.io_tokens);
  log_plan(plan, device, view.log());
  return view.run([&] {
    return signalled(shutdown, [&] {
      const PackReport report = pack(job, std::move(tree), plan, view.metrics(),
                                     shutdown.drain(), shutdown.hard_stop());
      const int exit_code = exit_code_of(report, shutdown.signal());
      view.end(facts_of(report, plan, exit_code));
      if (report.interrupted) {
        tell_interruption(call);
        return exit_code;
      }
      view.say("packed {} to {}: {}, {} to {}{}{}",
               printable(call.pack.input.string()),
               printable(call.pack.output.string()),
               counted(report.items.files, "file"),
               bytes_text(report.raw_bytes), bytes_text(report.stored_bytes),
               ratio_text(report), resumed_text(report));
      if (!call.view.quiet) tell_skipped(skipped);
      tell_failures(report);
      return exit_code;
    });
  });
}

}  // namespace hb::pipeline

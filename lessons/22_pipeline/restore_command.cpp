// restore, verify and compare: reading a container with all processors.

#include <fmt/format.h>

#include <cstdio>

#include "commands.hpp"
#include "pipeline/durability/shutdown.hpp"
#include "pipeline/restore/restore.hpp"
#include "pipeline/text.hpp"
#include "run_view.hpp"

namespace hb::pipeline {
namespace {

RestoreJob job_of(const Call& call) {
  RestoreJob job;
  job.container = call.read.container;
  job.directory = call.read.other;
  job.only = call.read.only;
  job.workers = processors(call);
  job.key = call.key;
  return job;
}

std::string counts_text(const RestoreReport& report) {
  std::string text = fmt::format("{} files", grouped(report.files));
  if (report.directories > 0) {
    text += fmt::format(", {} folders", grouped(report.directories));
  }
  if (report.links > 0)
    text += fmt::format(", {} links", grouped(report.links));
  return text + fmt::format(", {}", bytes_text(report.raw_bytes));
}

nlohmann::json facts_of(const RestoreReport& report) {
  return {{"files", report.files},   {"directories", report.directories},
          {"links", report.links},   {"raw_bytes", report.raw_bytes},
          {"chunks", report.chunks}, {"missing", report.missing.size()}};
}

// Items that were not packed: the container is right, but they are not in it.
int tell_missing(const RestoreReport& report) {
  for (const std::string& path : report.missing) {
    fmt::print(stderr,
               "pipeline: {} is not in the container: it could not be "
               "read when it was packed\n",
               printable(path));
  }
  return report.missing.empty() ? 0 : static_cast<int>(FailureKind::damaged);
}

// Grace is for packing; a restore that is interrupted leaves nothing anyway.
constexpr std::chrono::milliseconds kNoGrace{0};

}  // namespace

int restore_command(const Call& call) {
  Shutdown shutdown(kNoGrace);
  RunView view(call, "restore");
  const RestoreReport report =
      restore(job_of(call), view.metrics(), shutdown.drain());
  view.end(facts_of(report));
  view.say("restored {} to {}: {}", printable(call.read.container.string()),
           printable(call.read.other.string()), counts_text(report));
  return tell_missing(report);
}

int verify_command(const Call& call) {
  Shutdown shutdown(kNoGrace);
  RunView view(call, "verify");
  const RestoreReport report =
      verify(job_of(call), view.metrics(), shutdown.drain());
  view.end(facts_of(report));
  view.say("{}: every byte is right: {}, {} chunks",
           printable(call.read.container.string()), counts_text(report),
           grouped(report.chunks));
  return tell_missing(report);
}

int compare_command(const Call& call) {
  Shutdown shutdown(kNoGrace);
  RunView view(call, "compare");
  const auto differences =
      compare(job_of(call), call.read.other, view.metrics(), shutdown.drain());
  auto list = nlohmann::json::array();
  for (const Difference& difference : differences) {
    list.push_back(
        {{"path", printable(difference.path)}, {"text", difference.text}});
    view.say("{}: {}", printable(difference.path), difference.text);
  }
  view.end({{"differences", std::move(list)}});
  view.say("{} and {}: {}", printable(call.read.container.string()),
           printable(call.read.other.string()),
           differences.empty()
               ? "no difference"
               : fmt::format("{} differences", grouped(differences.size())));
  return differences.empty() ? 0 : 1;
}

}  // namespace hb::pipeline

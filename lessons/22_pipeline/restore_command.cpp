// restore, verify and compare: reading a container with all processors.

#include <fmt/format.h>

#include <cstdio>

#include "commands.hpp"
#include "pipeline/durability/shutdown.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/restore/restore.hpp"
#include "pipeline/text.hpp"
#include "run_view.hpp"
#include "signalled.hpp"

namespace hb::pipeline {
namespace {

RestoreJob restore_job_of(const Call& call) {
  RestoreJob job;
  job.container = call.read.container;
  job.directory = call.read.other;
  job.only = call.read.only;
  job.workers = processors(call);
  job.key = call.key;
  return job;
}

std::string counts_text(const RestoreReport& report) {
  std::string text = counted(report.items.files, "file");
  if (report.items.directories > 0) {
    text += ", " + counted(report.items.directories, "folder");
  }
  if (report.items.links > 0)
    text += ", " + counted(report.items.links, "link");
  return text + fmt::format(", {}", bytes_text(report.raw_bytes));
}

int exit_code_of(const RestoreReport& report) {
  return report.missing.empty() ? 0 : static_cast<int>(FailureKind::damaged);
}

nlohmann::ordered_json facts_of(const RestoreReport& report) {
  return {
      {"exit_code", exit_code_of(report)},       {"files", report.items.files},
      {"directories", report.items.directories}, {"links", report.items.links},
      {"raw_bytes", report.raw_bytes},           {"chunks", report.chunks},
      {"missing", report.missing.size()}};
}

// Items that were not packed: the container is right, but they are not in it.
void tell_missing(const RestoreReport& report) {
  for (const std::string& path : report.missing) {
    fmt::print(
        stderr,
        "pipeline: {} is not in the container: it could not be read when "
        "it was packed\n",
        printable(path));
  }
}

// Grace is for packing; a restore that is interrupted leaves nothing anyway.
constexpr std::chrono::milliseconds kNoGrace{0};

}  // namespace

int restore_command(const Call& call) {
  Shutdown shutdown(kNoGrace);
  RunView view(call, "restore", Drawn::progress);
  return view.run([&] {
    return signalled(shutdown, [&] {
      const RestoreReport report =
          restore(restore_job_of(call), view.metrics(), shutdown.drain());
      view.end(facts_of(report));
      view.say("restored {} to {}: {}", printable(call.read.container.string()),
               printable(call.read.other.string()), counts_text(report));
      tell_missing(report);
      return exit_code_of(report);
    });
  });
}

int verify_command(const Call& call) {
  Shutdown shutdown(kNoGrace);
  RunView view(call, "verify", Drawn::progress);
  return view.run([&] {
    return signalled(shutdown, [&] {
      const RestoreReport report =
          verify(restore_job_of(call), view.metrics(), shutdown.drain());
      view.end(facts_of(report));
      view.say("{}: every byte is right: {}, {}",
               printable(call.read.container.string()), counts_text(report),
               counted(report.chunks, "chunk"));
      tell_missing(report);
      return exit_code_of(report);
    });
  });
}

int compare_command(const Call& call) {
  Shutdown shutdown(kNoGrace);
  RunView view(call, "compare", Drawn::progress);
  return view.run([&] {
    return signalled(shutdown, [&] {
      const auto differences = compare(restore_job_of(call), call.read.other,
                                       view.metrics(), shutdown.drain());
      const int exit_code = differences.empty() ? 0 : 1;
      auto list = nlohmann::ordered_json::array();
      for (const Difference& difference : differences) {
        list.push_back({{"path", printable(difference.path)},
                        {"text", printable(difference.text)}});
      }
      // WHY before the lines: the progress goes from where they come.
      view.end({{"exit_code", exit_code}, {"differences", std::move(list)}});
      for (const Difference& difference : differences) {
        view.say("{}: {}", printable(difference.path),
                 printable(difference.text));
      }
      view.say("{} and {}: {}", printable(call.read.container.string()),
               printable(call.read.other.string()),
               differences.empty() ? "no difference"
                                   : counted(differences.size(), "difference"));
      return exit_code;
    });
  });
}

}  // namespace hb::pipeline

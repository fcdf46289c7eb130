#include "pipeline/scenarios/cancellation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>

#include "pipeline/scenarios/child_process.hpp"
#include "pipeline/scenarios/folder_with_room.hpp"
#include "pipeline/scenarios/metrics_watch.hpp"
#include "pipeline/scenarios/text_data.hpp"
#include "pipeline/text.hpp"

namespace hb::pipeline {
namespace {

constexpr std::uint64_t kFullBytes = std::uint64_t{4} << 30;
constexpr std::uint64_t kSmallFiles = 16;
constexpr int kPercent = 30;

std::vector<std::string> names_left_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().native());
  }
  std::ranges::sort(names);
  return names;
}

nlohmann::json report_in(const std::filesystem::path& path) {
  std::ifstream file(path);
  auto json = nlohmann::json::parse(file, nullptr, false);
  return json.is_object() ? json : nlohmann::json::object();
}

// One of the two halves of the scenario: its folders and its command.
class Packing {
 public:
  Packing(const ScenarioOptions& options, const ScratchFolder& scratch,
          std::uint64_t bytes, const std::string& name)
      : tool_(options.tool),
        input_(scratch / "files"),
        output_folder_(scratch.folder(name)),
        messages_(scratch.folder(name + " messages")),
        bytes_(bytes) {}

  std::filesystem::path output() const { return output_folder_ / "out"; }

  // WHY level 9: the signal has to find it at work.
  ChildCommand pack(std::vector<std::string> more) const {
    std::vector<std::string> words = {
        "pack",
        input_.native(),
        output().native(),
        "--json",
        "--level=9",
        "--workers=2",
        "--chunk-size=" + std::to_string(std::clamp<std::uint64_t>(
                              bytes_ / 256, 4096, 1 << 20)),
        "--metrics-interval=2",
        "--metrics-file=" + (messages_ / "metrics").native()};
    words.insert(words.end(), more.begin(), more.end());
    return command(std::move(words));
  }

  ChildCommand command(std::vector<std::string> words) const {
    return {.program = tool_,
            .words = std::move(words),
            .out = messages_ / "report.json",
            .err = messages_ / "errors"};
  }

  CancelledSeen interrupt(const std::vector<std::string>& more,
                          SignalSource& signals) const {
    CancelledSeen seen{.input_bytes = bytes_, .left = {}};
    const MetricsWatch metrics(messages_ / "metrics");
    ChildProcess child(pack(more));
    while (child.wait_for(metrics.descriptor(), signals)) {
      metrics.forget_changes();
      seen.bytes_at_signal = metrics.bytes_processed();
      if (seen.bytes_at_signal * 100 < bytes_ * kPercent) continue;
      child.send(SIGINT);
      seen.was_signalled = true;
      break;
    }
    seen.exit_code = child.wait(signals).exit_code;
    const nlohmann::json report = report_in(messages_ / "report.json");
    seen.permits_returned = report.value("permits_returned", false);
    seen.bytes_at_end = metrics.bytes_processed();
    seen.left = names_left_in(output_folder_);
    return seen;
  }

  ResumedSeen resume(std::vector<std::string> more,
                     SignalSource& signals) const {
    ResumedSeen seen;
    more.push_back("--resume");
    seen.exit_code = ChildProcess(pack(more)).wait(signals).exit_code;
    const nlohmann::json report = report_in(messages_ / "report.json");
    seen.resumed_chunks = report.value("resumed_chunks", std::uint64_t{0});
    seen.left = names_left_in(output_folder_);
    seen.verify_exit_code = ChildProcess(command({"verify", output().native()}))
                                .wait(signals)
                                .exit_code;
    return seen;
  }

  std::string checkpoint() const {
    return "--checkpoint=" + (output_folder_ / "checkpoint").native();
  }

 private:
  std::filesystem::path tool_;
  std::filesystem::path input_;
  std::filesystem::path output_folder_;
  std::filesystem::path messages_;
  std::uint64_t bytes_;
};

std::string list_text(const std::vector<std::string>& names) {
  return names.empty() ? "nothing" : fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

void judge(const std::string& name, const CancelledSeen& seen,
           const std::vector<std::string>& expected, ScenarioReport& report) {
  const auto percent = [&](std::uint64_t bytes) {
    return 100 * bytes / std::max<std::uint64_t>(seen.input_bytes, 1);
  };
  report.say(
      "{}: SIGINT at {} % of the bytes,\n  drained at {} %; exit code {}; "
      "left: {}",
      name, percent(seen.bytes_at_signal), percent(seen.bytes_at_end),
      seen.exit_code, list_text(seen.left));
  report.expect(seen.was_signalled && seen.bytes_at_end < seen.input_bytes,
                "{}: the signal finds it at work", name);
  report.expect(seen.exit_code == 128 + SIGINT, "{}: it ends with 130: {}",
                name, seen.exit_code);
  report.expect(seen.permits_returned, "{}: all permits are back", name);
  report.expect(seen.left == expected, "{}: it leaves {}: {}", name,
                list_text(expected), list_text(seen.left));
}

void judge(const ResumedSeen& seen, ScenarioReport& report) {
  report.say(
      "resumed: {} chunks were done; exit code {}; left: {}; verify "
      "ends with {}",
      seen.resumed_chunks, seen.exit_code, list_text(seen.left),
      seen.verify_exit_code);
  report.expect(seen.exit_code == 0, "resumed: it ends with 0: {}",
                seen.exit_code);
  report.expect(seen.resumed_chunks > 0,
                "resumed: what was done is not done again");
  report.expect(seen.left == std::vector<std::string>{"out"},
                "resumed: it leaves its output alone: {}",
                list_text(seen.left));
  report.expect(seen.verify_exit_code == 0,
                "resumed: verify finds every byte right: {}",
                seen.verify_exit_code);
}

ScenarioReport cancellation(const ScenarioOptions& options) {
  const std::uint64_t bytes = scaled(kFullBytes, options.scale, 4 << 20);
  SignalSource signals;
  const auto check = [&] {
    const auto signal = signals.receive_until(std::chrono::steady_clock::now());
    if (signal) throw Interrupted{*signal};
  };
  const ScratchFolder scratch = folder_with_room(options.folder, 3 * bytes);
  const auto folder = scratch.folder("files");
  TextData data(options.seed);
  const std::uint64_t small = bytes / 2 / kSmallFiles;
  write_text_file(folder / "a large one", bytes - kSmallFiles * small, data,
                  check);
  for (std::uint64_t n = 0; n < kSmallFiles; ++n) {
    write_text_file(folder / ("small " + std::to_string(n)), small, data,
                    check);
  }
  ScenarioReport report;
  report.say("`pack` of {} in {} files gets SIGINT at {} % of them",
             bytes_text(bytes), kSmallFiles + 1, kPercent);
  const Packing plain(options, scratch, bytes, "plain");
  judge("without a checkpoint", plain.interrupt({}, signals), {}, report);
  const Packing kept(options, scratch, bytes, "kept");
  const std::vector<std::string> more = {kept.checkpoint(),
                                         "--checkpoint-interval=20"};
  judge("with --checkpoint", kept.interrupt(more, signals),
        {"checkpoint", "out.partial"}, report);
  judge(kept.resume(more, signals), report);
  return report;
}

}  // namespace hb::pipeline

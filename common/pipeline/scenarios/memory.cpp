#include "pipeline/scenarios/memory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/sysinfo.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "pipeline/container/codec.hpp"
#include "pipeline/files/file.hpp"
#include "pipeline/scenarios/child_process.hpp"
#include "pipeline/scenarios/folder_with_room.hpp"
#include "pipeline/scenarios/text_data.hpp"
#include "pipeline/text.hpp"

namespace hb::pipeline {
namespace {

constexpr std::uint64_t kFullFileBytes = std::uint64_t{4} << 30;
constexpr std::uint64_t kFiles = 8;
constexpr int kZstdLevel = 1;
// Below, the program itself and its threads' stacks count for too much.
constexpr std::uint64_t kLeastJudged = std::uint64_t{32} << 20;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kHasSanitizer = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kHasSanitizer = true;
#else
constexpr bool kHasSanitizer = false;
#endif
#else
constexpr bool kHasSanitizer = false;
#endif

std::filesystem::path file_of(const std::filesystem::path& folder,
                              std::uint64_t n) {
  return folder / ("large " + std::to_string(n));
}

std::vector<std::byte> bytes_in(const std::filesystem::path& path) {
  const File file = File::open(path.native(), O_RDONLY, Stage::read);
  std::vector<std::byte> bytes(static_cast<std::size_t>(file.status().st_size));
  file.read_exactly(bytes, 0);
  return bytes;
}

// What a program does that reads first and compresses then.
int read_all_at_once(const std::filesystem::path& folder) {
  constexpr std::uint32_t kPiece = 1 << 20;
  std::vector<std::vector<std::byte>> files;
  for (std::uint64_t n = 0; n < kFiles; ++n) {
    files.push_back(bytes_in(file_of(folder, n)));
  }
  Header header;
  header.compressed = true;
  header.level = kZstdLevel;
  header.largest_chunk = kPiece;
  const ContainerKeys keys(header, Secret());
  Sealer sealer(keys);
  std::vector<std::byte> record(sealed_bound(header, kPiece));
  ChunkEntry entry;
  std::uint64_t number = 0;
  // WHY not the others, too: they are in memory already, and their compression
  // takes time and no more of that.
  std::span<const std::byte> left = files.front();
  while (!left.empty()) {
    const auto piece = left.first(std::min<std::size_t>(left.size(), kPiece));
    sealer.seal(number++, false, piece, record, entry);
    left = left.subspan(piece.size());
  }
  return 0;
}

void need_memory(std::uint64_t bytes) {
  struct sysinfo info = {};
  ::sysinfo(&info);
  const std::uint64_t total = std::uint64_t{info.totalram} * info.mem_unit;
  if (bytes <= total / 2) return;
  throw Failure(FailureKind::cannot_create, Stage::read, "",
                fmt::format("to read files of {} whole takes too much of the "
                            "machine's {} of memory\ntry: a smaller --scale",
                            bytes_text(bytes), bytes_text(total)));
}

// What the tool's --json says of its run.
void read_counts(const std::filesystem::path& json, MemorySeen& seen) {
  std::ifstream file(json);
  const auto report = nlohmann::json::parse(file, nullptr, false);
  if (report.is_discarded()) return;  // its exit code tells, or no chunk does
  const auto& counters = report.at("counters");
  seen.chunks = counters.at("chunks_processed");
  seen.buffers_allocated = counters.at("buffers_allocated");
  const auto& plan = report.at("plan");
  seen.buffers_in_flight = plan.at("window_chunks").get<std::uint64_t>() +
                           plan.at("workers").get<std::uint64_t>();
}

}  // namespace

void judge(const MemorySeen& seen, ScenarioReport& report) {
  report.expect(seen.streaming_exit_code == 0, "pack ends with 0: {}",
                seen.streaming_exit_code);
  report.expect(seen.whole_exit_code == 0, "reading whole ends with 0: {}",
                seen.whole_exit_code);
  const double ratio = static_cast<double>(seen.streaming_peak_bytes) /
                       static_cast<double>(seen.whole_peak_bytes);
  report.say(
      "Peak of memory:\n  in chunks  {:>10}\n  whole      {:>10}\n"
      "  saved      {:>8.0f} %{}",
      bytes_text(seen.streaming_peak_bytes), bytes_text(seen.whole_peak_bytes),
      100 * (1 - ratio),
      seen.judges_peaks ? "" : " (not judged: too little, or a sanitizer)");
  report.expect(!seen.judges_peaks || ratio <= 0.25,
                "chunks take a quarter of the memory at most: {:.2f}", ratio);
  report.say(
      "Buffers: {} allocated for {} chunks, {} of them at most in flight",
      seen.buffers_allocated, seen.chunks, seen.buffers_in_flight);
  // WHY twice: a run that is shorter has no steady state.
  report.expect(seen.chunks >= 2 * seen.buffers_in_flight,
                "there are chunks after the first in flight: {} of {}",
                seen.chunks, seen.buffers_in_flight);
  report.expect(seen.buffers_allocated <= seen.buffers_in_flight,
                "no chunk after the first {} allocates a buffer: {} did",
                seen.buffers_in_flight, seen.buffers_allocated);
}

ScenarioReport memory_stress(const ScenarioOptions& options) {
  const std::uint64_t bytes = scaled(kFullFileBytes, options.scale, 1 << 20);
  need_memory(kFiles * bytes);
  SignalSource signals;
  const auto check = [&] {
    const auto signal = signals.receive_until(std::chrono::steady_clock::now());
    if (signal) throw Interrupted{*signal};
  };
  const ScratchFolder scratch =
      folder_with_room(options.folder, 2 * kFiles * bytes);
  const auto folder = scratch.folder("files");
  TextData data(options.seed);
  for (std::uint64_t n = 0; n < kFiles; ++n) {
    write_text_file(file_of(folder, n), bytes, data, check);
  }
  // WHY not the default of 4 MiB: a chunk for each 1/16 of a file, at most.
  const std::uint64_t chunk =
      std::clamp<std::uint64_t>(bytes / 16, 4096, 4 << 20);
  ScenarioReport report;
  report.say(
      "{} files of {}, once by `pack` in chunks of {}, once read whole "
      "first",
      kFiles, bytes_text(bytes), bytes_text(chunk));
  MemorySeen seen;
  ChildProcess streaming(ChildCommand{
      .program = options.tool,
      .words = {"pack", folder.native(), (scratch / "packed").native(),
                "--json", "--level=" + std::to_string(kZstdLevel),
                "--chunk-size=" + std::to_string(chunk),
                // WHY: what is in flight is bounded by them, on any machine.
                "--workers=" + std::to_string(std::min<std::size_t>(
                                   options.processors, 4))},
      .out = scratch / "report.json",
      .err = scratch / "messages"});
  const Ended streamed = streaming.wait(signals);
  ChildProcess at_once([&] { return read_all_at_once(folder); });
  const Ended read = at_once.wait(signals);
  seen.streaming_exit_code = streamed.exit_code;
  seen.whole_exit_code = read.exit_code;
  seen.streaming_peak_bytes = streamed.peak_resident_bytes;
  seen.whole_peak_bytes = read.peak_resident_bytes;
  seen.judges_peaks = !kHasSanitizer && bytes >= kLeastJudged;
  if (streamed.exit_code == 0) read_counts(scratch / "report.json", seen);
  judge(seen, report);
  return report;
}

}  // namespace hb::pipeline

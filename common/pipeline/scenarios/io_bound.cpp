#include "pipeline/scenarios/io_bound.hpp"

#include <fcntl.h>

#include <chrono>

#include "pipeline/durability/shutdown.hpp"
#include "pipeline/files/file.hpp"
#include "pipeline/policy/storage.hpp"
#include "pipeline/scenarios/folder_with_room.hpp"
#include "pipeline/scenarios/text_data.hpp"
#include "pipeline/text.hpp"

namespace hb::pipeline {
namespace {

constexpr std::uint64_t kFullDiskBytes = std::uint64_t{16} << 30;
constexpr std::uint64_t kLeastBytes = std::uint64_t{16} << 20;

void show_simulated(ScenarioReport& report) {
  std::vector<std::string> names;
  std::vector<std::vector<DepthRow>> columns;
  for (const DeviceProfile& profile : {hdd_like(), ssd_like(), nvme_like()}) {
    const SimulatedSeen seen{profile, measure(profile)};
    judge(seen, report);
    names.push_back(profile.name);
    columns.push_back(seen.rows);
  }
  report.say(
      "Three simulated devices, in simulated time, read with I/O tokens:\n{}"
      "  --storage-type counts on {}, {} and {} requests. A disc may be at its "
      "best with 2\n  already: measure yours, as below.",
      depth_table(names, columns), depth_of(StorageType::hdd),
      depth_of(StorageType::ssd), depth_of(StorageType::nvme));
}

void show_real(const ScenarioOptions& options, ScenarioReport& report) {
  const std::uint64_t bytes =
      scaled(kFullDiskBytes, options.scale, kLeastBytes);
  const Shutdown shutdown(std::chrono::seconds(0));
  const auto check = [&] {
    if (shutdown.signal() != 0) throw Interrupted{shutdown.signal()};
  };
  const ScratchFolder scratch = folder_with_room(options.folder, bytes);
  const std::filesystem::path path = scratch / "sequential";
  TextData data(options.seed);
  write_text_file(path, bytes, data, check);
  // WHY: what is not written yet cannot be dropped from the page cache.
  File::open(path.native(), O_RDONLY, Stage::read).flush();
  check();
  const std::vector<DepthRow> rows = measure_file(path, check);
  const Device device = detect_storage(path);
  report.say(
      "\nA file of {} on {} (not judged; a cache below the kernel's may "
      "answer):\n{}",
      bytes_text(bytes),
      device.name.empty() ? "no device that can be told" : device.name,
      depth_table({"this one"}, {rows}));
}

}  // namespace

void judge(const SimulatedSeen& seen, ScenarioReport& report) {
  const std::string& name = seen.profile.name;
  report.expect(knee(seen.rows) == seen.profile.channels,
                "{}: the knee is at its {} channels: {}", name,
                seen.profile.channels, knee(seen.rows));
  for (const DepthRow& row : seen.rows) {
    report.expect(row.most_at_once == row.depth,
                  "{}: {} tokens are {} requests at once: {}", name, row.depth,
                  row.depth, row.most_at_once);
  }
  report.expect(!seen.rows.empty() &&
                    seen.rows.back().mb_per_second < seen.rows[4].mb_per_second,
                "{}: 48 requests are too many for it", name);
}

ScenarioReport io_bound(const ScenarioOptions& options) {
  ScenarioReport report;
  show_simulated(report);
  show_real(options, report);
  return report;
}

}  // namespace hb::pipeline

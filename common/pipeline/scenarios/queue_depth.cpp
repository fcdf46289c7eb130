#include "pipeline/scenarios/queue_depth.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>

#include "exec/thread.hpp"
#include "pipeline/files/file.hpp"
#include "pipeline/flow/first_failure.hpp"
#include "sync/resource_manager.hpp"

namespace hb::pipeline {
namespace {

// WHY: of each depth a multiple, so that the tail is as short as can be.
constexpr std::size_t kRequests = 240;
constexpr std::size_t kMoreThreads = 2;  // than tokens

double mb_per_second(std::uint64_t bytes, std::chrono::nanoseconds time) {
  const double seconds = std::chrono::duration<double>(time).count();
  return seconds > 0 ? static_cast<double>(bytes) / 1e6 / seconds : 0;
}

// `read(n)` for each n below `requests`, by threads that hold an I/O token for
// it, of which there are `depth`.
void read_all(std::size_t depth, std::size_t requests,
              const std::function<void(std::size_t)>& read) {
  sync::ResourceManager resources(
      {.cpu_tokens = 1,
       .io_tokens = static_cast<std::int64_t>(depth),
       .memory_bytes = 1});
  // WHY relaxed: it hands out numbers; nothing is published by it.
  std::atomic<std::size_t> next = 0;
  FirstFailure failure;
  const auto loop = [&] {
    failure.guard([&] {
      for (;;) {
        const auto token = resources.io_lease(failure.stop_token());
        if (!token) return;
        const std::size_t n = next.fetch_add(1, std::memory_order_relaxed);
        if (n >= requests) return;
        read(n);
      }
    });
  };
  {
    std::vector<exec::Thread> threads;
    threads.reserve(depth + kMoreThreads);
    for (std::size_t n = 0; n < depth + kMoreThreads; ++n) {
      threads.emplace_back(
          exec::ThreadOptions{.name = "reader", .stack_bytes = 256 * 1024},
          loop);
    }
  }
  failure.rethrow();
}

}  // namespace

std::vector<DepthRow> measure(const DeviceProfile& profile) {
  std::vector<DepthRow> rows;
  for (const std::size_t depth : kDepths) {
    SimulatedDevice device(profile, depth, kRequests);
    read_all(depth, kRequests, [&](std::size_t) { device.read(); });
    rows.push_back(
        {depth,
         mb_per_second(kRequests * profile.request_bytes, device.elapsed()),
         device.most_at_once()});
  }
  return rows;
}

std::vector<DepthRow> measure_file(const std::filesystem::path& path,
                                   const std::function<void()>& between) {
  constexpr std::size_t kRequestBytes = 256 * 1024;
  const File file = File::open(path.native(), O_RDONLY, Stage::read);
  // WHY random: each request is to be one of the device's, not of a read-ahead.
  ::posix_fadvise(file.fd(), 0, 0, POSIX_FADV_RANDOM);
  ::posix_fadvise(file.fd(), 0, 0, POSIX_FADV_DONTNEED);
  const auto size = static_cast<std::uint64_t>(file.status().st_size);
  const std::size_t requests = size / kRequestBytes / kDepths.size();
  std::vector<DepthRow> rows;
  for (std::size_t row = 0; row < kDepths.size(); ++row) {
    between();
    const auto begin = std::chrono::steady_clock::now();
    read_all(kDepths[row], requests, [&](std::size_t n) {
      thread_local std::vector<std::byte> buffer(kRequestBytes);
      file.read_exactly(buffer, (row * requests + n) * kRequestBytes);
    });
    rows.push_back({kDepths[row],
                    mb_per_second(requests * kRequestBytes,
                                  std::chrono::steady_clock::now() - begin),
                    0});
  }
  return rows;
}

std::size_t knee(const std::vector<DepthRow>& rows) {
  double best = 0;
  for (const DepthRow& row : rows) best = std::max(best, row.mb_per_second);
  for (const DepthRow& row : rows) {
    if (row.mb_per_second >= 0.9 * best) return row.depth;
  }
  return 0;
}

std::string depth_table(const std::vector<std::string>& names,
                        const std::vector<std::vector<DepthRow>>& columns) {
  std::string text = "  MB/s at depth";
  for (const std::string& name : names) text += fmt::format("{:>12}", name);
  text += '\n';
  for (std::size_t row = 0; row < columns.front().size(); ++row) {
    text += fmt::format("  {:>13}", columns.front()[row].depth);
    for (const auto& column : columns) {
      text += fmt::format("{:>12.0f}", column[row].mb_per_second);
    }
    text += '\n';
  }
  text += "  the knee     ";
  for (const auto& column : columns) {
    text += fmt::format("{:>12}", knee(column));
  }
  return text + '\n';
}

}  // namespace hb::pipeline

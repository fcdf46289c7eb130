#include "pipeline/metrics/names.hpp"

#include <array>
#include <cstddef>

namespace hb::pipeline {
namespace {

// In the order of the enumerations.
constexpr std::array<MetricName, kCounters> kCounterNames = {{
    {"files_processed", "Files that were read to their end."},
    {"bytes_processed", "Bytes read from the input."},
    {"bytes_written", "Bytes written to the output."},
    {"chunks_processed", "Chunks that went through every stage."},
    {"errors", "Items that failed."},
    {"retries", "Calls that were tried again."},
    {"buffers_reused", "Buffers taken from the pool."},
    {"buffers_allocated", "Buffers that had to be allocated."},
    {"fast_path_files", "Small files that shared a chunk with others."},
    {"io_reads", "Reads asked of the system."},
    {"io_writes", "Writes asked of the system."},
}};

constexpr std::array<MetricName, kGauges> kGaugeNames = {{
    {"cpu_permits_available", "CPU tokens that nobody holds."},
    {"io_permits_available", "I/O tokens that nobody holds."},
    {"cpu_queue_depth", "Chunks that wait for a worker."},
    {"writer_queue_depth", "Chunks that wait for the writer."},
    {"active_workers", "Workers that hold a chunk."},
    {"memory_used_bytes", "Bytes of buffers in use."},
}};

constexpr std::array<MetricName, kTimings> kTimingNames = {{
    {"chunk_cpu_time_ms", "Time a worker computed on a chunk."},
    {"cpu_queue_wait_ms", "Time a chunk waited for a worker."},
    {"writer_queue_wait_ms", "Time a chunk waited for the writer."},
    {"cpu_permit_wait_ms", "Time waited for a CPU token."},
    {"io_permit_wait_ms", "Time waited for an I/O token."},
    {"small_file_latency_ms",
     "Time from the run's start until a small file was written."},
}};

}  // namespace

const MetricName& name_of(Counter which) {
  return kCounterNames.at(static_cast<std::size_t>(which));
}
const MetricName& name_of(Gauge which) {
  return kGaugeNames.at(static_cast<std::size_t>(which));
}
const MetricName& name_of(Timing which) {
  return kTimingNames.at(static_cast<std::size_t>(which));
}

}  // namespace hb::pipeline

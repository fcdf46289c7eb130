#include "pipeline/engine/pack.hpp"

#include <functional>
#include <optional>
#include <utility>

#include "exec/thread.hpp"
#include "pipeline/container/codec.hpp"
#include "pipeline/container/index.hpp"
#include "pipeline/durability/output_file.hpp"
#include "pipeline/engine/run.hpp"
#include "pipeline/files/tree.hpp"

namespace hb::pipeline {
namespace {

Header header_for(const PackJob& job, const Plan& plan) {
  Header header;
  header.compressed = job.options.wants("compress");
  header.level = static_cast<std::uint8_t>(job.options.level);
  header.largest_chunk = static_cast<std::uint32_t>(plan.most_chunk_bytes);
  if (job.options.wants("encrypt")) {
    header.cipher = job.options.cipher;
    prepare_header(job.key, header);
  }
  return header;
}

ContainerKeys keys_for(const PackJob& job, const Header& header) {
  return ContainerKeys(header, header.cipher == Cipher::none
                                   ? Secret()
                                   : master_key(job.key, header));
}

void count_items(const Index& index, PackReport& report) {
  for (const Item& item : index.items) {
    if (item.error != 0) continue;
    switch (item.kind) {
      case ItemKind::file:
        ++report.files;
        break;
      case ItemKind::directory:
        ++report.directories;
        break;
      case ItemKind::link:
        ++report.links;
        break;
    }
  }
  for (const ChunkEntry& chunk : index.chunks) {
    report.raw_bytes += chunk.raw_bytes;
  }
  report.chunks = index.chunks.size();
}

}  // namespace

PackReport pack(const PackJob& job, Tree tree, const Plan& plan,
                Metrics& metrics, std::stop_token drain,
                std::stop_token hard_stop) {
  const ContainerKeys keys = keys_for(job, header_for(job, plan));
  OutputFile output(job.output,
                    job.replace ? OutputFile::Existing::replace
                                : OutputFile::Existing::refuse,
                    OutputFile::Partial::fresh);
  output.file().write(keys.header_bytes(), 0);

  Run run(job, plan, keys, tree, output.file(), metrics);
  PackReport report;
  report.interrupted = run.to_the_end(std::move(drain), std::move(hard_stop));
  report.permits_returned = run.all_returned();
  report.failures = run.failures();
  run.rethrow();
  if (report.interrupted) return report;

  const std::uint64_t end = run.end_of_records();
  const Index index = run.take_index();
  const std::vector<std::byte> last = seal_index(keys, index, end);
  output.file().write(last, end);
  output.commit();
  count_items(index, report);
  report.stored_bytes = end + last.size();
  return report;
}

PackReport pack(const PackJob& job, const Plan& plan, Metrics& metrics,
                std::stop_token drain, std::stop_token hard_stop) {
  return pack(job, walk(job.input), plan, metrics, std::move(drain),
              std::move(hard_stop));
}

}  // namespace hb::pipeline

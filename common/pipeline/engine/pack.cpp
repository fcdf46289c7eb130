#include "pipeline/engine/pack.hpp"

#include <functional>
#include <optional>
#include <system_error>
#include <utility>

#include "exec/thread.hpp"
#include "pipeline/container/codec.hpp"
#include "pipeline/container/index.hpp"
#include "pipeline/container/reading.hpp"
#include "pipeline/durability/checkpoint.hpp"
#include "pipeline/durability/output_file.hpp"
#include "pipeline/engine/checkpoints.hpp"
#include "pipeline/engine/resume.hpp"
#include "pipeline/engine/run.hpp"
#include "pipeline/files/tree.hpp"

namespace hb::pipeline {
namespace {

Header new_header(const PackJob& job, const Plan& plan) {
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
    if (item.error == 0) report.items.add(item);
  }
  for (const ChunkEntry& chunk : index.chunks) {
    report.raw_bytes += chunk.raw_bytes;
  }
  report.chunks = index.chunks.size();
}

bool is_resumed(const PackJob& job) {
  return job.options.resume && std::filesystem::exists(*job.options.checkpoint);
}

void check_job(const PackJob& job) {
  const Options& options = job.options;
  if (options.resume && !options.checkpoint) {
    throw Failure(FailureKind::usage, Stage::walk, "",
                  "--resume needs --checkpoint=PATH");
  }
  if (options.checkpoint && options.writer != WriterKind::ordered) {
    throw Failure(FailureKind::usage, Stage::walk, "",
                  "--checkpoint needs --writer=ordered: the others write "
                  "chunks in no order, and leave gaps");
  }
  if (options.checkpoint && !options.resume) check_is_ours(*options.checkpoint);
}

std::optional<Checkpoints> checkpoints_for(const PackJob& job,
                                           const ContainerKeys& keys,
                                           const Tree& tree,
                                           const File& output) {
  if (!job.options.checkpoint) return std::nullopt;
  return Checkpoints({.path = *job.options.checkpoint,
                      .interval = job.options.checkpoint_interval,
                      .input = tree.root.native(),
                      .options = hash_of_options(job, keys.header())},
                     keys, output);
}

// True where a run was killed between giving the output its name and removing
// the checkpoint: there is nothing left to do.
bool only_checkpoint_is_left(const PackJob& job) {
  std::filesystem::path partial = job.output;
  partial += ".partial";
  return std::filesystem::exists(job.output) &&
         !std::filesystem::exists(partial);
}

// REQUIRES: only_checkpoint_is_left(). Throws Failure where the output is not
// that of the checkpoint, or not whole.
PackReport finish(const PackJob& job, const Tree& tree) {
  const std::filesystem::path& path = *job.options.checkpoint;
  const Container container = Container::open(job.output, job.key);
  const Checkpoint checkpoint = load_checkpoint(path, container.keys());
  if (checkpoint.input != tree.root.native()) {
    throw Failure(FailureKind::usage, Stage::walk, path.native(),
                  "is of another input; leave out --resume to begin anew");
  }
  PackReport report;
  count_items(container.index(), report);
  report.stored_bytes = container.bytes();
  report.resumed_chunks = report.chunks;
  report.permits_returned = true;  // none were taken
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  return report;
}

// What is written so far stays, if a checkpoint can say what it is.
void keep_for_later(Checkpoints& checkpoints, Run& run, OutputFile& output) {
  output.keep();
  FirstFailure ignored;  // of a full disk, say: there is an older one
  ignored.guard([&] { checkpoints.save(run.end_of_records(), run.ledger()); });
}

}  // namespace

PackReport pack(const PackJob& job, Tree tree, const Plan& plan,
                Metrics& metrics, std::stop_token drain,
                std::stop_token hard_stop) {
  check_job(job);
  const bool resumes = is_resumed(job);
  if (resumes && only_checkpoint_is_left(job)) return finish(job, tree);
  const ContainerKeys keys =
      keys_for(job, resumes ? checkpoint_header(*job.options.checkpoint)
                            : new_header(job, plan));
  OutputFile output(
      job.output,
      job.replace ? OutputFile::Existing::replace
                  : OutputFile::Existing::refuse,
      resumes ? OutputFile::Partial::resume : OutputFile::Partial::fresh);
  // WHY at once: a wrong key or a wrong option must not cost what is done.
  if (resumes) output.keep();
  Begun begun;
  if (resumes) {
    begun = resume_from(load_checkpoint(*job.options.checkpoint, keys), job,
                        keys, output.file(), tree);
  } else {
    output.file().write(keys.header_bytes(), 0);
  }
  std::optional<Checkpoints> checkpoints =
      checkpoints_for(job, keys, tree, output.file());

  PackReport report;
  report.resumed_chunks = begun.chunks.size();
  Run run(job, plan, keys, tree, std::move(begun), output.file(),
          checkpoints ? &*checkpoints : nullptr, metrics, std::move(drain));
  report.interrupted = run.to_the_end(std::move(hard_stop));
  report.permits_returned = run.all_returned();
  report.failures = run.ledger().failures();
  if (report.interrupted && checkpoints) {
    keep_for_later(*checkpoints, run, output);
  }
  run.rethrow();
  if (report.interrupted) return report;

  const std::uint64_t end = run.end_of_records();
  const Index index = run.ledger().take_index();
  const std::vector<std::byte> last = seal_index(keys, index, end);
  output.file().write(last, end);
  output.commit();
  if (checkpoints) checkpoints->remove();
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

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "pipeline/container/checksum.hpp"
#include "pipeline/container/reading.hpp"
#include "pipeline/restore/file_visitor.hpp"
#include "pipeline/restore/report.hpp"
#include "pipeline/restore/restore.hpp"

namespace hb::pipeline {
namespace {

// Looks at nothing but what the base class checks.
class Verifying final : public FileVisitor {
 public:
  Verifying(const Selection& selection, Metrics& metrics)
      : FileVisitor(selection, Stage::verify), metrics_(metrics) {}

  std::unique_ptr<VisitedFile> begin_file(const Item&) override {
    return std::make_unique<VisitedFile>();
  }
  void visit(VisitedFile&, const Item&, const Segment&,
             std::span<const std::byte>) override {}
  void end_file(VisitedFile&, const Item&) override {
    metrics_.count(Counter::files_processed);
  }

 private:
  Metrics& metrics_;
};

// Opens a chunk and does nothing with it.
class Opening final : public ChunkVisitor {
 public:
  void begin(std::size_t) override {}
  void in_parallel(std::size_t, std::span<const std::byte>) override {}
  void in_order(std::size_t, std::span<const std::byte>) override {}
};

// Chunks that no packed file has a part of: those of files that failed.
std::vector<std::uint64_t> other_chunks(const Container& container,
                                        const Selection& selection) {
  std::vector<std::uint64_t> others;
  std::size_t next = 0;
  for (std::uint64_t n = 0; n < container.index().chunks.size(); ++n) {
    if (next < selection.chunks().size() && selection.chunks()[next] == n) {
      ++next;
    } else {
      others.push_back(n);
    }
  }
  return others;
}

// An item without a byte has the checksum of none.
void check_empty_files(const Selection& selection) {
  const auto none = Checksum128().value();
  for (const std::size_t n : selection.items()) {
    const Item& item = selection.item(n);
    if (item.kind == ItemKind::file && item.error == 0 &&
        item.segments.empty() && item.checksum != none) {
      throw Failure(FailureKind::damaged, Stage::verify, item.path,
                    "its checksum differs: take another copy of the "
                    "container");
    }
  }
}

}  // namespace

RestoreReport verify(const RestoreJob& job, Metrics& metrics,
                     std::stop_token stop) {
  return verify(Container::open(job.container, job.key), job, metrics,
                std::move(stop));
}

RestoreReport verify(const Container& container, const RestoreJob& job,
                     Metrics& metrics, std::stop_token stop) {
  const Selection selection(container.index(), job.only);
  check_empty_files(selection);
  const StreamOptions options{.workers = job.workers, .stage = Stage::verify};
  Verifying verifying(selection, metrics);
  visit_chunks(container, selection.chunks(), verifying, options, metrics,
               stop);
  if (!job.only) {
    Opening opening;
    visit_chunks(container, other_chunks(container, selection), opening,
                 options, metrics, stop);
  }
  return report_on(selection);
}

}  // namespace hb::pipeline

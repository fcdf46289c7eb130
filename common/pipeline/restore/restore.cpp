#include "pipeline/restore/restore.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

#include "pipeline/container/reading.hpp"
#include "pipeline/restore/file_visitor.hpp"
#include "pipeline/restore/partial_tree.hpp"
#include "pipeline/restore/report.hpp"
#include "pipeline/restore/selection.hpp"

namespace hb::pipeline {
namespace {

struct NewFile : VisitedFile {
  explicit NewFile(File made) : file(std::move(made)) {}
  File file;
};

// Holes are what is not written.
class Writing final : public FileVisitor {
 public:
  Writing(const Selection& selection, PartialTree& tree, Metrics& metrics)
      : FileVisitor(selection, Stage::restore),
        selection_(selection),
        tree_(tree),
        metrics_(metrics) {}

  std::unique_ptr<VisitedFile> begin_file(const Item& item) override {
    return std::make_unique<NewFile>(
        tree_.make_file(selection_.below_root(item), item));
  }
  void visit(VisitedFile& file, const Item&, const Segment& segment,
             std::span<const std::byte> bytes) override {
    static_cast<NewFile&>(file).file.write(bytes, segment.file_offset);
    metrics_.count(Counter::io_writes);
    metrics_.count(Counter::bytes_written, bytes.size());
  }
  void end_file(VisitedFile& file, const Item& item) override {
    finish(static_cast<NewFile&>(file).file, item);
  }

  // A file without a byte that is stored: empty, or one hole.
  void make_hole(const Item& item) {
    File file = tree_.make_file(selection_.below_root(item), item);
    finish(file, item);
  }

 private:
  void finish(File& file, const Item& item) {
    const std::uint64_t end =
        item.segments.empty()
            ? 0
            : item.segments.back().file_offset + item.segments.back().bytes;
    if (end < item.size) file.truncate(item.size);
    PartialTree::finish(file, item);
    // Some file systems report only here that a write has failed.
    file.close();
    metrics_.count(Counter::files_processed);
  }

  const Selection& selection_;
  PartialTree& tree_;
  Metrics& metrics_;
};

// What no chunk is needed for. An item that was not packed is left out; a
// folder that could not be read is made, since its name is known.
void make_folders(const Selection& selection, PartialTree& tree) {
  for (const std::size_t n : selection.items()) {
    const Item& item = selection.item(n);
    if (item.kind == ItemKind::directory) {
      tree.make_folder(selection.below_root(item), item);
    }
  }
}

void make_rest(const Selection& selection, PartialTree& tree, Writing& writing,
               const std::stop_token& stop) {
  for (const std::size_t n : selection.items()) {
    check_stop(stop, Stage::restore);
    const Item& item = selection.item(n);
    if (item.error != 0) continue;
    if (item.kind == ItemKind::link) {
      tree.make_link(selection.below_root(item), item);
    } else if (item.kind == ItemKind::file && item.segments.empty()) {
      writing.make_hole(item);
    }
  }
}

}  // namespace

RestoreReport restore(const RestoreJob& job, Metrics& metrics,
                      std::stop_token stop) {
  const Container container = Container::open(job.container, job.key);
  const Selection selection(container.index(), job.only);
  const RestoreReport report = report_on(selection);
  // An empty container, or a root that was not packed: there is nothing.
  if (selection.empty() || (selection.root().error != 0 &&
                            selection.root().kind != ItemKind::directory)) {
    return report;
  }
  PartialTree tree(job.directory, selection.name(), selection.root().kind);
  make_folders(selection, tree);
  Writing writing(selection, tree, metrics);
  visit_chunks(container, selection.chunks(), writing,
               {.workers = job.workers, .stage = Stage::restore}, metrics,
               stop);
  // WHY links come last: no path may lead through one while files are made.
  make_rest(selection, tree, writing, stop);
  check_stop(stop, Stage::restore);
  tree.commit();
  return report;
}

}  // namespace hb::pipeline

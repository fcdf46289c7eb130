// From chunks to files: each one's bytes, and its checksum at the end.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pipeline/container/checksum.hpp"
#include "pipeline/restore/chunk_stream.hpp"
#include "pipeline/restore/selection.hpp"

namespace hb::pipeline {

// What is known of a file that is being visited.
struct VisitedFile {
  virtual ~VisitedFile() = default;
};

// A file within one chunk is begun, visited and ended by the worker that opened
// the chunk; one of several chunks is begun by the reader, visited by workers
// in any order, hashed and ended in order. All four calls may come from several
// threads at once, but for one file end() comes last and begin() first.
class FileVisitor : public ChunkVisitor {
 public:
  FileVisitor(const Selection& selection, Stage stage)
      : selection_(selection), stage_(stage) {}

  void begin(std::size_t position) final;
  void in_parallel(std::size_t position, std::span<const std::byte> raw) final;
  void in_order(std::size_t position, std::span<const std::byte> raw) final;

 protected:
  virtual std::unique_ptr<VisitedFile> begin_file(const Item& item) = 0;
  virtual void visit(VisitedFile& file, const Item& item,
                     const Segment& segment,
                     std::span<const std::byte> bytes) = 0;
  // Its checksum is right.
  virtual void end_file(VisitedFile& file, const Item& item) = 0;

 private:
  struct Spanning {
    explicit Spanning(std::unique_ptr<VisitedFile> begun)
        : file(std::move(begun)) {}

    std::unique_ptr<VisitedFile> file;
    Checksum128 checksum;
  };
  using Shared = std::shared_ptr<Spanning>;

  void visit_piece(VisitedFile& file, const Piece& piece,
                   std::span<const std::byte> raw);
  void hash_piece(Checksum128& checksum, const Piece& piece,
                  std::span<const std::byte> raw) const;
  void check(const Checksum128& checksum, const Item& item) const;

  const Selection& selection_;
  const Stage stage_;
  // The reader's own: files that have begun and not ended in what it has read.
  std::unordered_map<std::size_t, Shared> open_;
  // The files of each chunk in flight, in the order of its pieces that are not
  // whole. WHY no lock: begin() pushes before the chunk is submitted, and
  // in_order() takes away after it has been opened.
  std::vector<std::vector<Shared>> in_flight_ =
      std::vector<std::vector<Shared>>(selection_.chunks().size());
};

}  // namespace hb::pipeline

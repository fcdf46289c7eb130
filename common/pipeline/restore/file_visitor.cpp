#include "pipeline/restore/file_visitor.hpp"

#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

// WHY a limit: each keeps a file open. A packer has one large file or two
// between the small ones, whatever its scheduler.
constexpr std::size_t kMostOpenFiles = 200;

}  // namespace

void FileVisitor::begin(std::size_t position) {
  for (const Piece& piece : selection_.pieces(position)) {
    if (piece.whole()) continue;
    const Item& item = selection_.item(piece.item);
    if (piece.begins) {
      if (open_.size() >= kMostOpenFiles) {
        throw Failure(FailureKind::damaged, stage_, item.path,
                      "more than 200 files are interleaved: no pipeline wrote "
                      "this container");
      }
      open_[piece.item] = std::make_shared<Spanning>(begin_file(item));
    }
    in_flight_[position].push_back(open_.at(piece.item));
    if (piece.ends) open_.erase(piece.item);
  }
}

void FileVisitor::in_parallel(std::size_t position,
                              std::span<const std::byte> raw) {
  std::size_t spanning = 0;
  for (const Piece& piece : selection_.pieces(position)) {
    if (!piece.whole()) {
      visit_piece(*in_flight_[position][spanning++]->file, piece, raw);
      continue;
    }
    const Item& item = selection_.item(piece.item);
    const std::unique_ptr<VisitedFile> file = begin_file(item);
    Checksum128 checksum;
    visit_piece(*file, piece, raw);
    hash_piece(checksum, piece, raw);
    check(checksum, item);
    end_file(*file, item);
  }
}

void FileVisitor::in_order(std::size_t position,
                           std::span<const std::byte> raw) {
  std::size_t spanning = 0;
  for (const Piece& piece : selection_.pieces(position)) {
    if (piece.whole()) continue;
    Spanning& shared = *in_flight_[position][spanning++];
    hash_piece(shared.checksum, piece, raw);
    if (!piece.ends) continue;
    const Item& item = selection_.item(piece.item);
    check(shared.checksum, item);
    end_file(*shared.file, item);
  }
  in_flight_[position] = {};
}

void FileVisitor::visit_piece(VisitedFile& file, const Piece& piece,
                              std::span<const std::byte> raw) {
  const Item& item = selection_.item(piece.item);
  for (const Segment& segment :
       std::span(item.segments).subspan(piece.segment, piece.segments)) {
    visit(file, item, segment,
          raw.subspan(segment.chunk_offset, segment.bytes));
  }
}

void FileVisitor::hash_piece(Checksum128& checksum, const Piece& piece,
                             std::span<const std::byte> raw) const {
  const Item& item = selection_.item(piece.item);
  for (const Segment& segment :
       std::span(item.segments).subspan(piece.segment, piece.segments)) {
    checksum.update(raw.subspan(segment.chunk_offset, segment.bytes));
  }
}

void FileVisitor::check(const Checksum128& checksum, const Item& item) const {
  if (checksum.value() == item.checksum) return;
  throw Failure(FailureKind::damaged, stage_, item.path,
                "its checksum differs: take another copy of the container");
}

}  // namespace hb::pipeline

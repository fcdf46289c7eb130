#include "pipeline/engine/checkpoints.hpp"

#include <system_error>
#include <utility>

#include "pipeline/durability/checkpoint.hpp"

namespace hb::pipeline {
namespace {

std::uint64_t items_done(const Index& index) {
  std::uint64_t done = 0;
  for (const Item& item : index.items) {
    const bool has_bytes = item.kind == ItemKind::file && item.size > 0;
    const bool is_done = !has_bytes || item.error != 0 ||
                         item.checksum != std::array<std::byte, 16>{};
    if (!is_done) break;
    ++done;
  }
  return done;
}

}  // namespace

void Checkpoints::save(std::uint64_t bytes, const Ledger& ledger) {
  Checkpoint checkpoint{.input = where_.input,
                        .options = where_.options,
                        .bytes = bytes,
                        .index = ledger.copy_index()};
  checkpoint.items_done = items_done(checkpoint.index);
  output_.flush_data();
  save_checkpoint(where_.path, keys_, checkpoint);
  // WHY from its end: a disk that takes longer than the interval still writes
  // records most of the time.
  next_ = Clock::now() + where_.interval;
}

void Checkpoints::remove() noexcept {
  std::error_code ignored;
  std::filesystem::remove(where_.path, ignored);
}

}  // namespace hb::pipeline

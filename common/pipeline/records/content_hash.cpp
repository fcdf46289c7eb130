#include "pipeline/records/content_hash.hpp"

// WHY in the header's code: most fields are shorter than a call is dear.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace hb::pipeline {

std::uint64_t content_hash(std::span<const marc::FieldView> fields) {
  std::uint64_t hash = 0;
  for (const marc::FieldView& field : fields) {
    // WHY two, each seeded by what was before: a byte that moves from one field
    // into the next, or from the data to the tag, makes another number.
    hash = XXH3_64bits_withSeed(field.tag.data(), field.tag.size(), hash);
    hash = XXH3_64bits_withSeed(field.data.data(), field.data.size(), hash);
  }
  return hash;
}

struct HashOfHashes::State {
  XXH3_state_t xxh;
};

HashOfHashes::HashOfHashes() : state_(std::make_unique<State>()) {
  XXH3_64bits_reset(&state_->xxh);
}

HashOfHashes::~HashOfHashes() = default;

void HashOfHashes::add(std::uint64_t hash) {
  XXH3_64bits_update(&state_->xxh, &hash, sizeof hash);
}

std::uint64_t HashOfHashes::value() const {
  return XXH3_64bits_digest(&state_->xxh);
}

}  // namespace hb::pipeline

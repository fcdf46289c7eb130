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

std::uint64_t combined_hash(std::uint64_t before, std::uint64_t next) {
  return XXH3_64bits_withSeed(&next, sizeof next, before);
}

}  // namespace hb::pipeline

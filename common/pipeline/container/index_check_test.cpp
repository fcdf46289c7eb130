#include "pipeline/container/index_check.hpp"

#include <gtest/gtest.h>

#include "pipeline/container/samples.hpp"
#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

// With checksums that are right: nothing else would notice it.
TEST(IndexCheck, RefusesFilesThatShareAPiece) {
  samples::Draft draft = samples::some_draft(Cipher::none);
  draft.seal({});
  const ChunkEntry& last = draft.index.chunks.back();
  const std::uint64_t end =
      last.offset + record_bytes(draft.header, last.stored_bytes);
  check_index(draft.index, draft.header, end);
  draft.index.items[4].segments[0].bytes = 11;
  draft.index.items[4].size = 11;
  draft.fix_checksums();
  EXPECT_THROW(check_index(draft.index, draft.header, end), Failure);
}

}  // namespace
}  // namespace hb::pipeline

// What of a pack is done, in a file that outlives a kill.
//
// Saved by temporary file, fsync and rename, so that it is the old one or the
// new one, whole; and only after what it names is on the disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/container/codec.hpp"
#include "pipeline/container/layout.hpp"

namespace hb::pipeline {

// A state between two chunks: the first `index.chunks.size()` chunks are
// written, in order, without a gap. Items carry the segments of those chunks
// alone; an item is done when its segments are complete.
struct Checkpoint {
  std::string input;          // its absolute path
  std::uint64_t options = 0;  // a hash of the options that shape the output
  std::uint64_t bytes = 0;    // of the partial file, up to the last done chunk
  Index index;
  std::uint64_t items_done = 0;  // items before this one are complete

  bool operator==(const Checkpoint&) const = default;
};

// The container's header goes before it in clear, since a resumed run needs its
// salt; with a key the rest is sealed. One caller at a time.
void save_checkpoint(const std::filesystem::path& path,
                     const ContainerKeys& keys, const Checkpoint& checkpoint);

// Throws Failure (cannot_create) where something has this name that is neither
// empty nor a checkpoint: saving would destroy it.
void check_is_ours(const std::filesystem::path& path);

// The header of the run that is to be resumed. Throws Failure: no_input;
// damaged.
Header checkpoint_header(const std::filesystem::path& path);

// Throws Failure: damaged; permission for a wrong key.
Checkpoint load_checkpoint(const std::filesystem::path& path,
                           const ContainerKeys& keys);

}  // namespace hb::pipeline

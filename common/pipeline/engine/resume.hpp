// A run that goes on where another one was cut.
#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/container/codec.hpp"
#include "pipeline/durability/checkpoint.hpp"
#include "pipeline/engine/pack.hpp"
#include "pipeline/engine/source.hpp"
#include "pipeline/files/file.hpp"
#include "pipeline/files/tree.hpp"

namespace hb::pipeline {

// Of what shapes the output: a run with other options cannot go on with it.
std::uint64_t hash_of_options(const PackJob& job, const Header& header);

// What of a run is there before it starts: nothing, or what a checkpoint says.
struct Begun {
  std::vector<ChunkEntry> chunks;
  std::uint64_t bytes = kHeaderBytes;  // of the output
  StartAt start;
};

// Opens every record that the checkpoint names in the partial file, cuts off
// what follows, and gives the tree's files the segments that they have there.
// A file that is gone, or whose size or time of modification is not what it
// was, is read anew; one that was cut is read again, for its checksum, up to
// where it goes on. Throws Failure: damaged; usage for another input or other
// options.
Begun resume_from(const Checkpoint& checkpoint, const PackJob& job,
                  const ContainerKeys& keys, const File& partial, Tree& tree);

}  // namespace hb::pipeline

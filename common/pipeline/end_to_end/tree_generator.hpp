// Random files and folders, of the kinds that break archivers.
#pragma once

#include <cstdint>
#include <filesystem>

#include "pipeline/end_to_end/random.hpp"

namespace hb::pipeline {

struct TreeOptions {
  std::size_t chunk_bytes = 65536;   // sizes are about multiples of it
  std::size_t most_bytes = 1 << 20;  // of all files, about
};

// Makes `root` and what is below it: empty files and folders, sizes around a
// chunk, holes, names in any bytes, links that dangle or go round, modes,
// times. The same for the same state of `random`. Throws std::system_error.
void make_tree(const std::filesystem::path& root, Random& random,
               const TreeOptions& options = {});

// The same for one file.
void make_file(const std::filesystem::path& path, Random& random,
               const TreeOptions& options = {});

// A file of `bytes` bytes with `islands` pieces of data in it, the first at its
// start and the last at its end.
void make_sparse_file(const std::filesystem::path& path, std::uint64_t bytes,
                      std::uint64_t islands, Random& random);

// As std::filesystem::remove_all(), read-only folders too.
void remove_tree(const std::filesystem::path& root);

}  // namespace hb::pipeline

// What there is to pack: a file, or a folder and all that is below it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "pipeline/container/layout.hpp"

namespace hb::pipeline {

inline constexpr std::size_t kNoParent = ~std::size_t{0};

struct Entry {
  Item item;  // without checksum and segments; error: why it cannot be packed
  std::size_t parent = kNoParent;  // among the entries
  std::size_t name = 0;            // where its own name begins in item.path
  bool is_sparse = false;          // fewer blocks than bytes
};

// Entries: parents before their children, names in the order of their bytes,
// so that the same tree gives the same list.
struct Tree {
  std::filesystem::path root;  // absolute; of the first entry
  std::vector<Entry> entries;
  std::size_t skipped = 0;  // sockets, devices and pipes

  std::uint64_t total_bytes() const;
  std::uint64_t largest_bytes() const;
};

// What a run writes itself: where it lies in the tree, it is left out.
using LeftOut = std::vector<std::filesystem::path>;

// Follows no symbolic link but the input itself. A folder that cannot be read,
// a file that is gone when it is looked at, or one that says it is empty and is
// not (as those of /proc), is an entry with an error. Throws Failure (no_input,
// permission) where the input itself cannot be looked at, or is neither file
// nor folder; interrupted after a stop. O(n log n) for n entries; 200 bytes an
// entry.
Tree walk(const std::filesystem::path& input, const LeftOut& left_out = {},
          const std::stop_token& stop = {});

}  // namespace hb::pipeline

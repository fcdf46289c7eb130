// The files of a tree, opened one after the other.
#pragma once

#include <cstddef>

#include "pipeline/files/file.hpp"
#include "pipeline/files/tree.hpp"

namespace hb::pipeline {

// One thread at a time. Neighbours in a tree mostly have the same folder: it
// stays open, so that a path's length does not cost for each of its files.
class InputFiles {
 public:
  // REQUIRES: the tree outlives it.
  explicit InputFiles(const Tree& tree) : tree_(tree) {}

  // Throws Failure: no_input, permission, io.
  File open(std::size_t entry);

 private:
  File open_folder(std::size_t entry);

  const Tree& tree_;
  File root_;
  std::size_t folder_ = kNoParent;  // whose folder_file_ it is
  File folder_file_;
};

}  // namespace hb::pipeline

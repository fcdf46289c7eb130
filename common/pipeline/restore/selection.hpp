// What of a container is wanted: items, and the chunks that they lie in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/container/layout.hpp"

namespace hb::pipeline {

// What one chunk holds of one file.
struct Piece {
  std::size_t item = 0;     // in Index::items
  std::size_t segment = 0;  // the first of them
  std::size_t segments = 0;
  bool begins = false;  // the file's first piece
  bool ends = false;    // its last

  bool whole() const { return begins && ends; }
};

// REQUIRES: `index`, which check_index() has seen, outlives it.
class Selection {
 public:
  // All items, or `only` and what is below it: a path, or what printable()
  // makes of one. Throws Failure (no_input) if
  // there is no such item.
  Selection(const Index& index, const std::optional<std::string>& only);

  // In the index's order: parents first. The first is the root.
  std::span<const std::size_t> items() const { return items_; }
  const Item& item(std::size_t number) const { return index_.items[number]; }
  const Item& root() const { return index_.items[items_.front()]; }
  bool empty() const { return items_.empty(); }

  // Last component of the root's path.
  std::string_view name() const;
  // Below the root; empty for the root itself.
  std::string_view below_root(const Item& item) const;

  // The chunks that hold any of it, ascending. A failed item has none.
  std::span<const std::uint64_t> chunks() const { return chunks_; }
  // What is wanted of chunks()[position].
  std::span<const Piece> pieces(std::size_t position) const;

 private:
  void choose(std::optional<std::string> only);
  // By the names as `shown` shows them.
  void choose(const std::optional<std::string>& only,
              const std::function<std::string(const std::string&)>& shown);
  void find_pieces();

  const Index& index_;
  std::vector<std::size_t> items_;
  std::vector<std::uint64_t> chunks_;
  std::vector<Piece> pieces_;
  std::vector<std::size_t> firsts_;  // of each chunk in pieces_, and the end
};

}  // namespace hb::pipeline

#include "pipeline/restore/selection.hpp"

#include <algorithm>
#include <utility>

#include "pipeline/failure.hpp"
#include "pipeline/text.hpp"

namespace hb::pipeline {

Selection::Selection(const Index& index, const std::optional<std::string>& only)
    : index_(index) {
  choose(only);
  find_pieces();
}

void Selection::choose(std::optional<std::string> only) {
  // As shells complete a folder's name.
  while (only && only->ends_with('/')) only->pop_back();
  choose(only, [](const std::string& path) { return path; });
  // WHY second: it is what `inspect` shows of a name that is not printable, and
  // might be another item's name.
  if (only && items_.empty()) choose(only, printable);
  if (only && items_.empty()) {
    throw Failure(FailureKind::no_input, Stage::restore, *only,
                  "the container has no such item: `pipeline inspect` lists "
                  "them");
  }
}

void Selection::choose(
    const std::optional<std::string>& only,
    const std::function<std::string(const std::string&)>& shown) {
  for (std::size_t n = 0; n < index_.items.size(); ++n) {
    const std::string path = shown(index_.items[n].path);
    const bool below = only && path.size() > only->size() &&
                       path.starts_with(*only) && path[only->size()] == '/';
    if (!only || path == *only || below) items_.push_back(n);
  }
}

void Selection::find_pieces() {
  std::vector<std::pair<std::uint64_t, Piece>> all;
  for (const std::size_t number : items_) {
    const Item& file = item(number);
    if (file.error != 0) continue;
    for (std::size_t n = 0; n < file.segments.size();) {
      const std::uint64_t chunk = file.segments[n].chunk;
      std::size_t end = n;
      while (end < file.segments.size() && file.segments[end].chunk == chunk) {
        ++end;
      }
      all.emplace_back(chunk, Piece{.item = number,
                                    .segment = n,
                                    .segments = end - n,
                                    .begins = n == 0,
                                    .ends = end == file.segments.size()});
      n = end;
    }
  }
  std::ranges::stable_sort(all, {}, [](const auto& one) { return one.first; });
  pieces_.reserve(all.size());
  for (const auto& [chunk, piece] : all) {
    if (chunks_.empty() || chunks_.back() != chunk) {
      chunks_.push_back(chunk);
      firsts_.push_back(pieces_.size());
    }
    pieces_.push_back(piece);
  }
  firsts_.push_back(pieces_.size());
}

std::string_view Selection::name() const {
  const std::string_view path = root().path;
  return path.substr(path.rfind('/') + 1);
}

std::string_view Selection::below_root(const Item& item) const {
  const std::size_t size = root().path.size();
  const std::string_view path = item.path;
  return path.size() == size ? std::string_view() : path.substr(size + 1);
}

std::span<const Piece> Selection::pieces(std::size_t position) const {
  return std::span(pieces_).subspan(firsts_[position],
                                    firsts_[position + 1] - firsts_[position]);
}

}  // namespace hb::pipeline

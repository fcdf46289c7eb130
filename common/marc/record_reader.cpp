#include "marc/record_reader.hpp"

#include <string_view>
#include <utility>

#include "marc/record_cutter.hpp"

namespace hb::marc {
namespace {

constexpr std::size_t kBlock = 64 * 1024;

}  // namespace

std::optional<Piece> RecordReader::next() {
  bool is_all = false;
  for (;;) {
    const std::string_view rest = std::string_view(buffer_).substr(begin_);
    if (rest.empty() && is_all) return std::nullopt;
    if (const auto cut = first_piece(rest, is_all)) {
      return take(cut->size, problem_of(rest.substr(0, cut->size), cut->kind));
    }
    is_all = !fill();
  }
}

// Reads another block. Returns false at the end.
bool RecordReader::fill() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  const std::size_t before = buffer_.size();
  buffer_.resize(before + kBlock);
  input_.read(buffer_.data() + before, kBlock);
  buffer_.resize(before + static_cast<std::size_t>(input_.gcount()));
  return buffer_.size() > before;
}

Piece RecordReader::take(std::size_t size, std::string problem) {
  Piece piece{.offset = offset_,
              .bytes = buffer_.substr(begin_, size),
              .problem = std::move(problem)};
  begin_ += size;
  offset_ += size;
  return piece;
}

}  // namespace hb::marc

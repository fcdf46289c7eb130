#include "marc/record_reader.hpp"

#include <string_view>
#include <utility>

#include "marc/record.hpp"

namespace hb::marc {
namespace {

constexpr std::size_t kBlock = 64 * 1024;

// WHY two: when this many bytes hold no terminator, no record that ends after
// them can begin in the first half, so the first half is cut off safely.
constexpr std::size_t kWindow = 2 * kLargestRecord;

// Where the record that ends with `bytes` begins; nullopt if none does.
std::optional<std::size_t> record_start(std::string_view bytes) {
  const std::size_t first =
      bytes.size() > kLargestRecord ? bytes.size() - kLargestRecord : 0;
  for (std::size_t start = first; start < bytes.size(); ++start) {
    if (has_outline(bytes.substr(start))) return start;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Piece> RecordReader::next() {
  const std::size_t end = find_end();
  const std::string_view rest = std::string_view(buffer_).substr(begin_);
  if (rest.empty()) return std::nullopt;
  if (end == 0) {
    return take(rest.size() < kWindow ? rest.size() : kLargestRecord,
                "there is no record terminator");
  }
  const std::string_view bytes = rest.substr(0, end);
  if (has_outline(bytes)) return take(end, problem(bytes));
  if (const auto start = record_start(bytes)) {
    return take(*start, "it is no record; the next one begins behind it");
  }
  return take(end, problem(bytes));
}

// The size of the bytes up to and with the next terminator; 0 if there is none
// in the window or before the end.
std::size_t RecordReader::find_end() {
  std::size_t searched = 0;
  for (;;) {
    const std::size_t found = buffer_.find(kRecordEnd, begin_ + searched);
    if (found != std::string::npos) return found + 1 - begin_;
    searched = buffer_.size() - begin_;
    if (searched >= kWindow || !fill()) return 0;
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

#include "marc/record_cutter.hpp"

namespace hb::marc {
namespace {

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

std::optional<Cut> first_piece(std::string_view bytes, bool is_all) {
  // WHY not further, though more bytes may be there: how many are there must
  // make no difference.
  const std::string_view window = bytes.substr(0, kCutterWindow);
  const std::size_t found = window.find(kRecordEnd);
  if (found != std::string_view::npos) {
    const std::string_view piece = bytes.substr(0, found + 1);
    if (!has_outline(piece)) {
      if (const auto start = record_start(piece)) {
        return Cut{*start, Cut::Kind::before_record};
      }
    }
    return Cut{piece.size(), Cut::Kind::terminated};
  }
  if (window.size() == kCutterWindow) {
    return Cut{kLargestRecord, Cut::Kind::unterminated};
  }
  if (!is_all || bytes.empty()) return std::nullopt;
  return Cut{bytes.size(), Cut::Kind::unterminated};
}

std::string problem_of(std::string_view piece, Cut::Kind kind) {
  switch (kind) {
    case Cut::Kind::terminated:
      return problem(piece);
    case Cut::Kind::before_record:
      return "it is no record; the next one begins behind it";
    case Cut::Kind::unterminated:
      break;
  }
  return "there is no record terminator";
}

}  // namespace hb::marc

// Where the pieces of a stream of MARC records end.
//
// Thread safety: free functions without shared state.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "marc/record.hpp"

namespace hb::marc {

// Bytes that always suffice to say where the next piece ends, and at least the
// size of any piece. WHY two records: when so many bytes hold no terminator, no
// record that ends after them can begin in the first half, so that half is cut
// off safely.
inline constexpr std::size_t kCutterWindow = 2 * kLargestRecord;

struct Cut {
  enum class Kind {
    terminated,     // a record terminator is its last byte
    before_record,  // no record, but one begins behind it
    unterminated,   // no terminator, up to the end or for too long
  };
  std::size_t size = 0;  // bytes
  Kind kind = Kind::terminated;
};

// The first piece of `bytes`, which are not empty. Nullopt: more bytes have to
// be read first. `is_all`: nothing follows `bytes`. However a stream is read,
// its pieces are the same: what is cut depends on what follows in the stream,
// not on how much of that is there.
//
// A piece ends after a record terminator. When the leader does not agree with
// that, the piece is no record, unless one begins later in the same bytes and
// ends with them (a line break between records, a record cut short): then what
// precedes it is a piece of its own.
std::optional<Cut> first_piece(std::string_view bytes, bool is_all);

// Says why a piece that was cut as `kind` is no well-formed record; empty if it
// is one.
std::string problem_of(std::string_view piece, Cut::Kind kind);

}  // namespace hb::marc

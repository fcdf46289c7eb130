// One MARC record in the format ISO 2709: taken apart, and put together.
//
//   leader      24 bytes; the first five are the record's length, bytes 12 to
//               16 the place where the data begins
//   directory   12 bytes a field: tag, length, place in the data; then 0x1E
//   data        the fields, each ended by 0x1E, the record by 0x1D
//
// A field from 010 on begins with two indicators, then comes 0x1F, a code and
// a text for each subfield: 245 $a is the title, 6XX $a a subject.
//
// Thread safety: free functions without shared state.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hb::marc {

inline constexpr char kRecordEnd = '\x1d';
inline constexpr char kFieldEnd = '\x1e';
inline constexpr char kSubfieldStart = '\x1f';
inline constexpr std::size_t kLeaderSize = 24;
inline constexpr std::size_t kLargestRecord = 99'999;  // five digits
inline constexpr std::size_t kLargestField = 9'999;    // four digits

struct Field {
  std::string tag;   // three characters, "245"
  std::string data;  // with indicators and subfield marks, without its 0x1E

  bool operator==(const Field&) const = default;
};

// Says whether `bytes` has the outline of a record: a leader whose length is
// that of `bytes`, a directory that ends where the leader says, and a record
// terminator that is the last byte.
bool has_outline(std::string_view bytes);

// Says why `bytes` is not a well-formed record; empty if it is one.
std::string problem(std::string_view bytes);

// The fields in the order of the directory.
// REQUIRES: problem(record) is empty.
std::vector<Field> fields(std::string_view record);

// A field without bytes of its own: it refers to those of its record.
struct FieldView {
  std::string_view tag;
  std::string_view data;
};

// Appends the fields in the order of the directory, without an allocation but
// for `result`. They are valid as long as the record's bytes are.
// REQUIRES: problem(record) is empty.
void append_fields(std::string_view record, std::vector<FieldView>& result);

// The first subfield with this code; empty if there is none.
std::string subfield(const Field& field, char code);

// $a of the first 245; empty if there is none.
// REQUIRES: problem(record) is empty.
std::string title(std::string_view record);

// $a of every 6XX that has one, in order, repetitions included.
// REQUIRES: problem(record) is empty.
std::vector<std::string> subjects(std::string_view record);

// The record with these fields. Throws std::length_error when a field or the
// record is too long for the format.
std::string encode(const std::vector<Field>& fields);

}  // namespace hb::marc

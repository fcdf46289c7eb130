#include "marc/record.hpp"

#include <cassert>
#include <optional>
#include <stdexcept>

namespace hb::marc {
namespace {

constexpr std::size_t kLengthDigits = 5;
constexpr std::size_t kBasePlace = 12;  // in the leader
constexpr std::size_t kEntrySize = 12;  // tag 3, length 4, start 5
constexpr std::size_t kSmallestRecord = kLeaderSize + 2;  // two terminators

// The number written in `digits`; nullopt unless all of them are digits.
std::optional<std::size_t> number(std::string_view digits) {
  std::size_t value = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = 10 * value + static_cast<std::size_t>(digit - '0');
  }
  return value;
}

std::string padded(std::size_t value, std::size_t digits) {
  const std::string text = std::to_string(value);
  if (text.size() > digits) {
    throw std::length_error(text + " does not fit in " +
                            std::to_string(digits) + " digits");
  }
  return std::string(digits - text.size(), '0') + text;
}

std::optional<std::size_t> stated_length(std::string_view bytes) {
  if (bytes.size() < kLengthDigits) return std::nullopt;
  return number(bytes.substr(0, kLengthDigits));
}

// Where the data begins: one past the directory's terminator.
// REQUIRES: `bytes` holds a leader.
std::optional<std::size_t> base(std::string_view bytes) {
  const auto place = number(bytes.substr(kBasePlace, kLengthDigits));
  if (!place || *place <= kLeaderSize || *place >= bytes.size() ||
      (*place - 1 - kLeaderSize) % kEntrySize != 0 ||
      bytes[*place - 1] != kFieldEnd) {
    return std::nullopt;
  }
  return place;
}

struct Entry {
  std::string_view tag;
  std::optional<std::size_t> length;  // with the field's terminator
  std::optional<std::size_t> start;   // in the data
};

Entry entry_at(std::string_view record, std::size_t place) {
  return {.tag = record.substr(place, 3),
          .length = number(record.substr(place + 3, 4)),
          .start = number(record.substr(place + 7, 5))};
}

// Says whether the entry's bytes lie in `data` and end with a terminator.
bool names_a_field(const Entry& entry, std::string_view data) {
  if (!entry.length || !entry.start || *entry.length == 0) return false;
  const std::size_t end = *entry.start + *entry.length;
  return end < data.size() && data[end - 1] == kFieldEnd;
}

}  // namespace

bool has_outline(std::string_view bytes) {
  return bytes.size() >= kSmallestRecord && bytes.back() == kRecordEnd &&
         stated_length(bytes) == bytes.size() && base(bytes).has_value();
}

std::string problem(std::string_view bytes) {
  if (bytes.empty() || bytes.back() != kRecordEnd) {
    return "there is no record terminator";
  }
  if (bytes.size() < kSmallestRecord) return "it is too short for a leader";
  const auto length = stated_length(bytes);
  if (!length) return "the leader does not begin with five digits";
  if (*length != bytes.size()) {
    return "the leader says " + std::to_string(*length) +
           " bytes, the terminator comes after " + std::to_string(bytes.size());
  }
  if (bytes.find(kRecordEnd) != bytes.size() - 1) {
    return "there is a record terminator inside";
  }
  const auto data_begin = base(bytes);
  if (!data_begin) return "the directory does not end where the leader says";
  const std::string_view data = bytes.substr(*data_begin);
  for (std::size_t place = kLeaderSize; place + 1 < *data_begin;
       place += kEntrySize) {
    const Entry entry = entry_at(bytes, place);
    if (!names_a_field(entry, data)) {
      return "the directory entry at byte " + std::to_string(place) +
             " of the record names no field";
    }
  }
  return "";
}

void append_fields(std::string_view record, std::vector<FieldView>& result) {
  assert(problem(record).empty() && "the fields of a malformed record");
  const std::size_t data_begin = *base(record);
  for (std::size_t place = kLeaderSize; place + 1 < data_begin;
       place += kEntrySize) {
    const Entry entry = entry_at(record, place);
    result.push_back(
        {.tag = entry.tag,
         .data = record.substr(data_begin + *entry.start, *entry.length - 1)});
  }
}

std::vector<Field> fields(std::string_view record) {
  std::vector<FieldView> views;
  append_fields(record, views);
  std::vector<Field> result;
  result.reserve(views.size());
  for (const FieldView& view : views) {
    result.push_back(
        {.tag = std::string(view.tag), .data = std::string(view.data)});
  }
  return result;
}

std::string subfield(const Field& field, char code) {
  const std::size_t mark = field.data.find({kSubfieldStart, code});
  if (mark == std::string::npos) return "";
  const std::size_t begin = mark + 2;
  const std::size_t end = field.data.find(kSubfieldStart, begin);
  return field.data.substr(
      begin, end == std::string::npos ? std::string::npos : end - begin);
}

std::string title(std::string_view record) {
  for (const Field& field : fields(record)) {
    if (field.tag == "245") return subfield(field, 'a');
  }
  return "";
}

std::vector<std::string> subjects(std::string_view record) {
  std::vector<std::string> result;
  for (const Field& field : fields(record)) {
    if (field.tag[0] != '6') continue;
    if (std::string text = subfield(field, 'a'); !text.empty()) {
      result.push_back(std::move(text));
    }
  }
  return result;
}

std::string encode(const std::vector<Field>& fields) {
  std::string directory;
  std::string data;
  for (const Field& field : fields) {
    assert(field.tag.size() == 3 && "a tag has three characters");
    directory += field.tag + padded(field.data.size() + 1, 4) +
                 padded(data.size(), kLengthDigits);
    data += field.data + kFieldEnd;
  }
  const std::size_t data_begin = kLeaderSize + directory.size() + 1;
  const std::size_t length = data_begin + data.size() + 1;
  // n: new, a: text, m: a book, a: UTF-8; 22: two indicators, two characters
  // a subfield code; 4500: the widths of a directory entry's numbers.
  return padded(length, kLengthDigits) + "nam a22" +
         padded(data_begin, kLengthDigits) + " i 4500" + directory + kFieldEnd +
         data + kRecordEnd;
}

}  // namespace hb::marc

#include "pipeline/records/records_report.hpp"

#include <array>
#include <cassert>
#include <cinttypes>
#include <cstdio>
#include <ostream>

namespace hb::pipeline {
namespace {

std::string hexadecimal(std::uint64_t value) {
  std::array<char, 17> text = {};
  std::snprintf(text.data(), text.size(), "%016" PRIx64, value);
  return text.data();
}

std::string count_of(std::uint64_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

}  // namespace

std::string malformed_line(const ParsedRecord& record) {
  assert(!record.is_record());
  return "malformed: record " + std::to_string(record.number) + " at byte " +
         std::to_string(record.offset) + ", " +
         count_of(record.bytes.size(), "byte") + ": " +
         std::string(record.problem) + "\n";
}

std::string processed_text(const RecordCounts& counts) {
  std::string text = "Processed " + count_of(counts.records, "record") + "\n";
  if (counts.malformed > 0) {
    text += "Not processed: " + std::to_string(counts.malformed) +
            " malformed, each named above\n";
  }
  return text + count_of(counts.bytes, "byte") + ", content " +
         hexadecimal(counts.content) + "\n";
}

int exit_code(const RecordCounts& counts) {
  return counts.malformed > 0 ? 65 : 0;
}

sync::Outcome print_records_report(ProducerConsumerPipeline& pipeline,
                                   std::ostream& out) {
  auto record = pipeline.next();
  for (; record; record = pipeline.next()) {
    if (!(*record)->is_record()) out << malformed_line(**record);
  }
  out << processed_text(pipeline.counts());
  return record.outcome();
}

}  // namespace hb::pipeline

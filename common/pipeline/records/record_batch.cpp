#include "pipeline/records/record_batch.hpp"

#include "pipeline/records/content_hash.hpp"

namespace hb::pipeline {

void RecordBatch::append(const Chunk& chunk, std::string_view piece,
                         std::uint64_t offset, std::uint64_t number,
                         marc::Cut::Kind kind) {
  if (chunks_.empty() || chunks_.back() != chunk) chunks_.push_back(chunk);
  ParsedRecord& record = records_.emplace_back();
  record.offset = offset;
  record.number = number;
  record.bytes = piece;
  kinds_.push_back(kind);
}

void RecordBatch::parse() noexcept {
  try {
    parse_all();
  } catch (...) {
    error_ = std::current_exception();
  }
}

void RecordBatch::parse_all() {
  for (std::size_t n = 0; n < records_.size(); ++n) {
    ParsedRecord& record = records_[n];
    std::string problem = marc::problem_of(record.bytes, kinds_[n]);
    if (!problem.empty()) {
      malformed_.push_back({n, std::move(problem)});
      continue;
    }
    const std::size_t first = fields_.size();
    marc::append_fields(record.bytes, fields_);
    record.fields = std::span(fields_).subspan(first);
    record.hash = content_hash(record.fields);
  }
  refer_to_what_no_longer_moves();
}

// fields_ may have moved while it grew, and malformed_ too.
void RecordBatch::refer_to_what_no_longer_moves() {
  std::span<const marc::FieldView> rest = fields_;
  for (ParsedRecord& record : records_) {
    const std::size_t count = record.fields.size();
    record.fields = rest.first(count);
    rest = rest.subspan(count);
  }
  for (const Malformed& malformed : malformed_) {
    records_[malformed.index].problem = malformed.problem;
  }
}

std::span<const ParsedRecord> RecordBatch::records() const {
  if (error_) std::rethrow_exception(error_);
  return records_;
}

void RecordBatch::release() {
  records_.clear();
  kinds_.clear();
  chunks_.clear();
  fields_.clear();
  malformed_.clear();
  error_ = nullptr;
}

}  // namespace hb::pipeline

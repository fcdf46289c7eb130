// What record mode tells people.
#pragma once

#include <iosfwd>
#include <string>

#include "pipeline/records/producer_consumer_pipeline.hpp"
#include "pipeline/records/record_batch.hpp"
#include "sync/outcome.hpp"

namespace hb::pipeline {

// One line: "malformed: record 12 at byte 15301, 40 bytes: REASON".
// REQUIRES: !record.is_record().
std::string malformed_line(const ParsedRecord& record);

// "Processed 386 records", then, where some are malformed, how many; then the
// bytes and the content's hash, by which two runs can be compared.
std::string processed_text(const RecordCounts& counts);

// 65 (damaged data) if any record is malformed, otherwise 0.
int exit_code(const RecordCounts& counts);

// Takes all that is left, and prints a line for each malformed record as it
// comes, then processed_text() of what was given out. `closed`: all of the
// file; `stopped`: what there was until then. Throws as next() does.
sync::Outcome print_records_report(ProducerConsumerPipeline& pipeline,
                                   std::ostream& out);

}  // namespace hb::pipeline

// records: ISO 2709 records of one large file, parsed in parallel, in order.

#include <iostream>
#include <sstream>
#include <system_error>

#include "commands.hpp"
#include "pipeline/durability/shutdown.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/records/producer_consumer_pipeline.hpp"
#include "pipeline/records/records_report.hpp"
#include "run_view.hpp"

namespace hb::pipeline {
namespace {

RecordOptions options_of(const Call& call) {
  RecordOptions options;
  options.buffer_bytes = call.records.buffer_bytes;
  options.channel_capacity = call.records.channel_capacity;
  options.batch_records = call.records.batch_records;
  options.workers = processors(call);
  return options;
}

nlohmann::ordered_json facts_of(const RecordCounts& counts, int exit_code) {
  return {{"exit_code", exit_code},        {"records", counts.records},
          {"malformed", counts.malformed}, {"bytes", counts.bytes},
          {"fields", counts.fields},       {"batches", counts.batches},
          {"content", counts.content}};
}

// Where nobody wants to read it.
class Nowhere final : public std::streambuf {
 protected:
  int overflow(int c) override { return c; }
};

}  // namespace

int records_command(const Call& call) {
  constexpr std::chrono::milliseconds kNoGrace{0};
  Shutdown shutdown(kNoGrace);
  RunView view(call, "records", Drawn::nothing);
  Nowhere nowhere;
  std::ostream out(call.view.quiet || call.view.json ? &nowhere
                                                     : std::cout.rdbuf());
  return view.run([&] {
    try {
      auto pipeline = ProducerConsumerPipeline::from_file(
          call.records.file, options_of(call), shutdown.drain());
      const sync::Outcome outcome = print_records_report(pipeline, out);
      out.flush();
      const int code = outcome == sync::Outcome::stopped
                           ? 128 + shutdown.signal()
                           : exit_code(pipeline.counts());
      view.end(facts_of(pipeline.counts(), code));
      return code;
    } catch (const std::system_error& error) {
      throw system_failure(error.code().value(), Stage::read,
                           call.records.file.string());
    }
  });
}

}  // namespace hb::pipeline

#include "pipeline/records/records_report.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <stop_token>

#include "marc/record_generator.hpp"
#include "pipeline/records/string_source.hpp"

namespace hb::pipeline {
namespace {

std::string report(const std::string& bytes, int exits_with) {
  auto pipeline = ProducerConsumerPipeline::from_source(
      std::make_unique<StringSource>(bytes));
  std::ostringstream out;
  EXPECT_EQ(print_records_report(pipeline, out), sync::Outcome::closed);
  EXPECT_EQ(exit_code(pipeline.counts()), exits_with);
  return out.str();
}

TEST(RecordsReport, SaysHowManyRecordsWereProcessed) {
  const std::string bytes = marc::generate_records(7, 386);
  const std::string text = report(bytes, 0);
  EXPECT_EQ(
      text.substr(0, text.find(',')),
      "Processed 386 records\n" + std::to_string(bytes.size()) + " bytes");
}

TEST(RecordsReport, NamesEachMalformedRecord) {
  const std::string record = marc::encode({{"001", "hb1"}});
  const std::string text = report(record + "\n" + record + "half", 65);
  EXPECT_EQ(text.substr(0, text.find("89 bytes")),
            "malformed: record 2 at byte 42, 1 byte: it is no record; the next "
            "one begins behind it\n"
            "malformed: record 4 at byte 85, 4 bytes: there is no record "
            "terminator\n"
            "Processed 2 records\n"
            "Not processed: 2 malformed, each named above\n");
}

TEST(RecordsReport, TellsAStopFromTheEnd) {
  std::stop_source stop;
  stop.request_stop();
  auto pipeline = ProducerConsumerPipeline::from_source(
      std::make_unique<StringSource>(""), {}, stop.get_token());
  std::ostringstream out;
  EXPECT_EQ(print_records_report(pipeline, out), sync::Outcome::stopped);
}

}  // namespace
}  // namespace hb::pipeline

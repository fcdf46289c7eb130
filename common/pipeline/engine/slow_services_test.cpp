#include "pipeline/engine/slow_services.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <thread>

#include "pipeline/engine/testing.hpp"

namespace hb::pipeline {
namespace {

using namespace pack_testing;  // NOLINT: a test's own helpers
using namespace std::chrono_literals;

Options with_stages(std::vector<std::string> stages) {
  Options options;
  options.stages = std::move(stages);
  return options;
}

constexpr std::array<std::byte, 100> kPage{};

TEST(SlowServices, AreNotCalledWhereNobodyAskedForThem) {
  SlowServices services(with_stages({}), {}, 1h);
  EXPECT_TRUE(services.wait_for_llm());
  EXPECT_TRUE(services.wait_for_ocr());
  EXPECT_TRUE(services.compute_ocr(kPage));
  EXPECT_EQ(services.calls(), 0U);
}

TEST(SlowServices, TakeTheirTimeAndEndAtAStop) {
  std::stop_source stop;
  SlowServices services(with_stages({"llm", "ocr"}), stop.get_token(), 24h);
  std::jthread other([&] { EXPECT_FALSE(services.wait_for_llm()); });
  std::jthread computing([&] { EXPECT_FALSE(services.compute_ocr(kPage)); });
  stop.request_stop();
}

TEST(SlowServices, WaitForTheirMomentAndEndThatWaitAtAStop) {
  Options options = with_stages({"ocr"});
  options.calls_per_minute = 1;
  std::stop_source stop;
  SlowServices services(options, stop.get_token(), 0s);
  EXPECT_TRUE(services.wait_for_ocr());
  std::jthread other([&] { EXPECT_FALSE(services.wait_for_ocr()); });
  stop.request_stop();
  other.join();
  EXPECT_EQ(services.calls(), 1U);
}

TEST(SlowServices, AreCalledOnceAChunkByARun) {
  const ScratchFolder folder;
  write_file(folder / "in", some_bytes(2 * 4096, 1));  // two chunks
  PackJob job = job_for(folder / "in", folder / "out");
  job.options.stages = {"compress", "llm"};
  job.options.calls_per_minute = 60'000;  // one a millisecond
  const Plan plan = small_plan();
  Metrics metrics(plan.cpu_tokens, plan.io_tokens);
  const auto before = std::chrono::steady_clock::now();
  pack(job, plan, metrics);
  EXPECT_GE(std::chrono::steady_clock::now() - before, SlowServices::kCall);
  EXPECT_EQ(files_in(folder / "out").size(), 1U);
}

}  // namespace
}  // namespace hb::pipeline

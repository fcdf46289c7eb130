#include "pipeline/engine/pack.hpp"

#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "pipeline/engine/testing.hpp"
#include "pipeline/policy/scheduler.hpp"

namespace hb::pipeline {
namespace {

using namespace pack_testing;  // NOLINT: a test's own helpers
using Choice = std::tuple<SpawnStyle, WriterKind, ReaderKind>;

std::map<std::string, std::string> make_tree(const ScratchFolder& folder) {
  std::filesystem::create_directories(folder / "in/deep/deeper");
  std::map<std::string, std::string> files = {
      {"in/empty", ""},
      {"in/one byte", "x"},
      {"in/exact", some_bytes(2 * 4096, 1)},
      {"in/short last", some_bytes(3 * 4096 + 17, 2)},
      {"in/deep/small \xff\n", some_bytes(700, 3)},
      {"in/deep/deeper/large", some_bytes(50'000, 4)},
  };
  for (int n = 0; n < 20; ++n) {
    files["in/deep/many" + std::to_string(n)] =
        some_bytes(static_cast<std::size_t>(n) * 41, 5);
  }
  for (const auto& [name, bytes] : files) write_file(folder / name, bytes);
  return files;
}

class PackEach : public ::testing::TestWithParam<Choice> {};

TEST_P(PackEach, PutsEveryFileIntoTheContainer) {
  const ScratchFolder folder;
  const auto files = make_tree(folder);
  PackJob job = job_for(folder / "in", folder / "out");
  std::tie(job.options.spawn_style, job.options.writer, job.options.reader) =
      GetParam();
  const Plan plan = small_plan();
  Metrics metrics(plan.cpu_tokens, plan.io_tokens);
  const PackReport report = pack(job, plan, metrics);
  EXPECT_EQ(files_in(folder / "out"), files);
  EXPECT_EQ(report.items.files, files.size());
  EXPECT_TRUE(report.permits_returned);
  EXPECT_EQ(report.stored_bytes, std::filesystem::file_size(folder / "out"));
}

TEST(Pack, HandsChunksOverWhereTheChannelHasNoDepth) {
  const ScratchFolder folder;
  const auto files = make_tree(folder);
  Plan plan = small_plan();
  plan.channel_depth = 0;
  plan.window = 1;  // and no chunk is read before the last one is written
  Metrics metrics(plan.cpu_tokens, plan.io_tokens);
  pack(job_for(folder / "in", folder / "out"), plan, metrics);
  EXPECT_EQ(files_in(folder / "out"), files);
}

TEST(Pack, ShowsWhatWaitedAndThatAllIsBack) {
  const ScratchFolder folder;
  make_tree(folder);
  const Plan plan = small_plan();
  Metrics metrics(plan.cpu_tokens, plan.io_tokens);
  pack(job_for(folder / "in", folder / "out"), plan, metrics);
  const MetricsView view = metrics.view();
  for (const Gauge queue :
       {Gauge::cpu_queue_depth, Gauge::writer_queue_depth}) {
    EXPECT_EQ(view.gauge(queue).now, 0);
    EXPECT_GE(view.gauge(queue).most, 1);
    EXPECT_LE(view.gauge(queue).most, static_cast<std::int64_t>(plan.window));
  }
  EXPECT_EQ(view.gauge(Gauge::cpu_permits_available).now, plan.cpu_tokens);
  EXPECT_EQ(view.gauge(Gauge::io_permits_available).now, plan.io_tokens);
  EXPECT_GT(view.gauge(Gauge::memory_used_bytes).most, 0);
}

TEST(Pack, TakesTurnsWhereTheSchedulerIsFair) {
  const ScratchFolder folder;
  auto files = make_tree(folder);
  files["in/huge"] = std::string(Scheduler::kLarge + 5, 'x');
  write_file(folder / "in/huge", files["in/huge"]);
  Plan plan = small_plan();
  plan.scheduler = SchedulerKind::fair;
  plan.chunk_bytes = plan.least_chunk_bytes = plan.most_chunk_bytes = 1 << 20;
  PackJob job = job_for(folder / "in", folder / "out");
  job.options.chunk_bytes = plan.chunk_bytes;
  Metrics metrics(plan.cpu_tokens, plan.io_tokens);
  pack(job, plan, metrics);
  EXPECT_EQ(files_in(folder / "out"), files);
}

TEST(Pack, HasNoChunkOfAFolderWithoutBytes) {
  const ScratchFolder folder;
  std::filesystem::create_directory(folder / "in");
  write_file(folder / "in/empty", "");
  Metrics metrics(2, 4);
  EXPECT_EQ(pack(job_for(folder / "in", folder / "out"), small_plan(), metrics)
                .chunks,
            0U);
  EXPECT_EQ(files_in(folder / "out").size(), 1U);
}

TEST(Pack, LeavesHolesOut) {
  const ScratchFolder folder;
  const std::string data = some_bytes(10'000, 1);
  {
    std::ofstream file(folder / "in", std::ios::binary);
    file.seekp(1 << 20).write(data.data(), 10'000);
  }
  std::filesystem::resize_file(folder / "in", 3 << 20);
  Metrics metrics(2, 4);
  const PackReport report =
      pack(job_for(folder / "in", folder / "out"), small_plan(), metrics);
  EXPECT_LT(report.raw_bytes, 64U << 10);
  std::string whole(3 << 20, '\0');
  whole.replace(1 << 20, data.size(), data);
  EXPECT_EQ(files_in(folder / "out").at("in"), whole);
}

INSTANTIATE_TEST_SUITE_P(
    All, PackEach,
    ::testing::Combine(
        ::testing::Values(SpawnStyle::stream, SpawnStyle::tasks,
                          SpawnStyle::fibers, SpawnStyle::threads),
        ::testing::Values(WriterKind::ordered, WriterKind::positional,
                          WriterKind::mutex),
        ::testing::Values(ReaderKind::service, ReaderKind::minimal)));

}  // namespace
}  // namespace hb::pipeline

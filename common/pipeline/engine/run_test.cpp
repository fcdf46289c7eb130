// Runs over a tree that changes behind the walk, and into outputs that fail.
#include "pipeline/engine/run.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <optional>
#include <tuple>

#include "pipeline/engine/testing.hpp"

namespace hb::pipeline {
namespace {

using namespace pack_testing;  // NOLINT: a test's own helpers

// A folder with three files, walked; then a test does what it likes to them.
struct Scene {
  explicit Scene(std::size_t middle_bytes) {
    std::filesystem::create_directory(folder / "in");
    write_file(folder / "in/a", some_bytes(9000, 1));
    write_file(folder / "in/b", some_bytes(middle_bytes, 2));
    write_file(folder / "in/c", some_bytes(600, 3));
    job = job_for(folder / "in", folder / "out");
    tree = walk(job.input);
  }

  // The items' errors, by path; or the Failure.
  void run(const char* output = nullptr, std::stop_token drain = {},
           std::stop_token hard_stop = {}) {
    Header header;
    header.level = 1;
    header.largest_chunk = 4096;
    const ContainerKeys keys(header, Secret());
    const File file = File::open(output ? output : (folder / "out").native(),
                                 O_RDWR | O_CREAT, Stage::write);
    const Plan plan = small_plan();
    Metrics metrics(plan.cpu_tokens, plan.io_tokens);
    Run run(job, plan, keys, tree, {}, file, nullptr, metrics, drain);
    interrupted = run.to_the_end(hard_stop);
    returned = run.all_returned();
    failures = run.ledger().failures();
    index = run.ledger().take_index();
    run.rethrow();
  }

  FailureKind failure_of_run(const char* output = nullptr) {
    try {
      run(output);
    } catch (const Failure& failure) {
      return failure.kind();
    }
    ADD_FAILURE() << "it did not fail";
    return FailureKind::usage;
  }

  const ScratchFolder folder;
  PackJob job;
  Tree tree;
  bool interrupted = false;
  bool returned = false;
  std::vector<ItemFailure> failures;
  Index index;
};

TEST(Run, StopsAtAFileThatIsGone) {
  Scene scene(700);
  scene.job.options.on_error = OnError::stop;
  std::filesystem::remove(scene.folder / "in/b");
  EXPECT_EQ(scene.failure_of_run(), FailureKind::no_input);
  EXPECT_TRUE(scene.returned);
}

TEST(Run, GoesOnBehindAFileThatIsGone) {
  Scene scene(700);
  std::filesystem::remove(scene.folder / "in/b");
  scene.run();
  ASSERT_EQ(scene.failures.size(), 1U);
  EXPECT_EQ(scene.failures[0].path, "in/b");
  EXPECT_EQ(scene.failures[0].exit_code, 66);
  EXPECT_EQ(scene.index.items[2].error, ENOENT);
  EXPECT_FALSE(scene.index.items[3].segments.empty());
  EXPECT_TRUE(scene.returned);
}

TEST(Run, SaysWhichSmallFileHasGrownOrShrunk) {
  for (const std::size_t bytes : {699U, 701U, 0U, 2000U}) {
    Scene scene(700);
    write_file(scene.folder / "in/b", some_bytes(bytes, 4));
    scene.run();
    ASSERT_EQ(scene.failures.size(), 1U) << bytes;
    EXPECT_EQ(scene.index.items[2].error, ESTALE);
    EXPECT_TRUE(scene.index.items[2].segments.empty());
  }
}

TEST(Run, EndsWithAnEmptyChunkWhereTheLastFileHasFailed) {
  Scene scene(700);
  std::filesystem::remove(scene.folder / "in/b");
  write_file(scene.folder / "in/c", "");
  scene.run();
  EXPECT_EQ(scene.failures.size(), 2U);
  ASSERT_FALSE(scene.index.chunks.empty());
  EXPECT_NE(scene.index.chunks.back().flags & kLastChunk, 0U);
}

TEST(Run, ReturnsEverythingWhereTheOutputIsFull) {
  for (const SpawnStyle style : {SpawnStyle::stream, SpawnStyle::tasks,
                                 SpawnStyle::fibers, SpawnStyle::threads}) {
    for (const WriterKind writer :
         {WriterKind::ordered, WriterKind::positional, WriterKind::mutex}) {
      Scene scene(50'000);
      scene.job.options.spawn_style = style;
      scene.job.options.writer = writer;
      EXPECT_EQ(scene.failure_of_run("/dev/full"), FailureKind::io);
      EXPECT_TRUE(scene.returned);
    }
  }
}

TEST(Run, ReadsNothingMoreOnceItIsDrained) {
  Scene scene(50'000);
  std::stop_source drain;
  drain.request_stop();
  scene.run(nullptr, drain.get_token());
  EXPECT_TRUE(scene.interrupted);
  EXPECT_TRUE(scene.returned);
  EXPECT_TRUE(scene.index.chunks.empty());
}

TEST(Run, ReturnsEverythingAfterAHardStop) {
  Scene scene(50'000);
  std::stop_source stop;
  stop.request_stop();
  scene.run(nullptr, {}, stop.get_token());
  EXPECT_TRUE(scene.interrupted);
  EXPECT_TRUE(scene.returned);
}

TEST(OpenFile, IsChangedWhereTheFileEndsBefore) {
  const ScratchFolder folder;
  write_file(folder / "file", std::string(5000, 'x'));
  OpenFile file(0, File::open(folder / "file", O_RDONLY, Stage::read));
  std::filesystem::resize_file(folder / "file", 4000);
  std::vector<std::byte> memory(5000);
  EXPECT_THROW(file.read(memory), ChangedFile);
}

TEST(OpenFile, IsChangedWhereTheFileHasGrown) {
  const ScratchFolder folder;
  write_file(folder / "file", std::string(5000, 'x'));
  OpenFile file(0, File::open(folder / "file", O_RDONLY, Stage::read));
  std::vector<std::byte> memory(5000);
  file.read(memory);
  EXPECT_NO_THROW(file.check_unchanged());
  std::filesystem::resize_file(folder / "file", 5001);
  EXPECT_THROW(file.check_unchanged(), ChangedFile);
}

}  // namespace
}  // namespace hb::pipeline

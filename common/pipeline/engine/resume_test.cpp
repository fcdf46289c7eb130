// What a killed run leaves, at each chunk, and what becomes of it.
#include "pipeline/engine/resume.hpp"

#include <gtest/gtest.h>

#include "pipeline/engine/testing.hpp"

namespace hb::pipeline {
namespace {

using namespace pack_testing;  // NOLINT: a test's own helpers

struct Killed {
  Killed() {
    std::filesystem::create_directory(folder / "in");
    files = {{"in/a", some_bytes(9000, 1)},
             {"in/b", some_bytes(700, 2)},
             {"in/c", some_bytes(20'000, 3)},
             {"in/d", some_bytes(300, 4)}};
    for (const auto& [name, bytes] : files) write_file(folder / name, bytes);
    job = job_for(folder / "in", folder / "out");
    pack(job, small_plan(), metrics);
    chunks = Container::open(folder / "out", {}).index().chunks.size();
    std::filesystem::rename(folder / "out", folder / "whole");
    job.options.checkpoint = folder / "checkpoint";
    job.options.resume = true;
  }

  // The first `done` records, and more of the next; and the checkpoint.
  void leave(std::size_t done) {
    const Container whole = Container::open(folder / "whole", {});
    Checkpoint checkpoint;
    checkpoint.input = std::filesystem::canonical(folder / "in");
    checkpoint.options = hash_of_options(job, whole.keys().header());
    checkpoint.index = whole.index();
    checkpoint.bytes = checkpoint.index.chunks[done].offset;
    checkpoint.index.chunks.resize(done);
    for (Item& item : checkpoint.index.items) {
      const std::size_t before = item.segments.size();
      std::erase_if(item.segments,
                    [&](const Segment& s) { return s.chunk >= done; });
      if (item.segments.size() < before) item.checksum = {};
    }
    save_checkpoint(folder / "checkpoint", whole.keys(), checkpoint);
    std::filesystem::copy_file(
        folder / "whole", folder / "out.partial",
        std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(folder / "out.partial", checkpoint.bytes + 9);
    std::filesystem::remove(folder / "out");
  }

  PackReport resume() {
    const Plan plan = small_plan();
    return pack(job, plan, metrics);
  }

  const ScratchFolder folder;
  std::map<std::string, std::string> files;
  PackJob job;
  Metrics metrics{2, 4};
  std::size_t chunks = 0;
};

TEST(Resume, GoesOnBehindAnyChunk) {
  Killed killed;
  ASSERT_GT(killed.chunks, 5U);
  for (std::size_t done = 0; done < killed.chunks; ++done) {
    killed.leave(done);
    EXPECT_EQ(killed.resume().resumed_chunks, done);
    EXPECT_EQ(files_in(killed.folder / "out"), killed.files) << done;
    EXPECT_EQ(Container::open(killed.folder / "out", {}).index().chunks.size(),
              killed.chunks);
    EXPECT_FALSE(std::filesystem::exists(killed.folder / "checkpoint"));
  }
}

TEST(Resume, ReadsAFileAnewThatHasChanged) {
  Killed killed;
  killed.leave(4);
  killed.files["in/a"] = some_bytes(5000, 9);
  killed.files["in/c"] = some_bytes(19'000, 9);
  write_file(killed.folder / "in/a", killed.files["in/a"]);
  write_file(killed.folder / "in/c", killed.files["in/c"]);
  killed.resume();
  EXPECT_EQ(files_in(killed.folder / "out"), killed.files);
}

TEST(Resume, RefusesADamagedRecord) {
  Killed killed;
  killed.leave(4);
  std::fstream partial(killed.folder / "out.partial",
                       std::ios::in | std::ios::out | std::ios::binary);
  partial.seekp(200).put('!');
  partial.close();
  EXPECT_THROW(killed.resume(), Failure);
}

TEST(Resume, RefusesOtherOptions) {
  Killed killed;
  killed.leave(4);
  killed.job.options.chunk_bytes = 8192;
  try {
    killed.resume();
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::usage);
  }
}

TEST(Resume, NeedsTheOrderedWriter) {
  Killed killed;
  killed.leave(4);
  killed.job.options.writer = WriterKind::positional;
  EXPECT_THROW(killed.resume(), Failure);
}

TEST(Resume, KeepsACheckpointOfARunThatWasDrained) {
  Killed killed;
  killed.job.options.resume = false;
  std::stop_source drain;
  drain.request_stop();
  const PackReport report =
      pack(killed.job, small_plan(), killed.metrics, drain.get_token());
  EXPECT_TRUE(report.interrupted);
  EXPECT_TRUE(report.permits_returned);
  EXPECT_FALSE(std::filesystem::exists(killed.folder / "out"));
  killed.job.options.resume = true;
  killed.resume();
  EXPECT_EQ(files_in(killed.folder / "out"), killed.files);
}

}  // namespace
}  // namespace hb::pipeline

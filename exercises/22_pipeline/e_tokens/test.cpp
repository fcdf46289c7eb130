// Tests of 22e. Where a thread has to wait, the test holds what it waits for,
// and others must be able to go on.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "22_pipeline/e_tokens/stages.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::BoundedChannel;
using hb::explore;
using hb::Permits;
using hb::Region;
using hb::Stages;

struct Damaged {};

// A program with one token of each kind, and two files of one chunk at a time.
struct Program {
  Permits io{1}, cpu{1}, file{1}, other_file{1};
  BoundedChannel<int> compressed;
  Stages stages{io, cpu, compressed};

  explicit Program(std::size_t room = 1) : compressed(room) {}

  bool compress(Permits& of) {
    return stages.compress_chunk(
        of, [] { return 7; }, [](int c) { return c; });
  }
  bool seal() {
    return stages.seal_chunk([](int) {});
  }

  void expect_all_back() const {
    EXPECT_EQ(io.available(), 1);
    EXPECT_EQ(cpu.available(), 1);
    EXPECT_EQ(file.available(), 1);
    EXPECT_EQ(other_file.available(), 1);
  }
};

TEST(PipelineTokens, EachStepHoldsWhatItNeeds) {
  explore([] {
    Program program;
    const auto read = [&] {
      EXPECT_EQ(program.io.available(), 0);
      EXPECT_EQ(program.file.available(), 0);
      return 7;
    };
    const auto compress = [&](int chunk) {
      EXPECT_EQ(program.cpu.available(), 0);
      EXPECT_EQ(program.file.available(), 0);
      return chunk + 1;
    };
    const auto seal = [&](int chunk) {
      EXPECT_EQ(program.cpu.available(), 0);
      EXPECT_EQ(chunk, 8);
    };
    EXPECT_TRUE(program.stages.compress_chunk(program.file, read, compress));
    EXPECT_TRUE(program.stages.seal_chunk(seal));
    program.expect_all_back();
  });
}

TEST(PipelineTokens, WhoeverWaitsForItsFileHoldsNoToken) {
  explore([] {
    Program program;
    program.file.acquire();
    std::jthread waits([&] { program.compress(program.file); });
    program.compress(program.other_file);
    program.seal();
    program.file.release();
  });
}

TEST(PipelineTokens, WhoeverWaitsForRoomHoldsNoToken) {
  explore([] {
    Program program;
    program.compressed.send(6);
    std::jthread waits([&] {
      program.compress(program.file);
      program.compress(program.file);
    });
    program.seal();
    program.seal();
  });
}

TEST(PipelineTokens, WhoeverWaitsForAChunkHoldsNoToken) {
  explore([] {
    Program program;
    std::jthread waits([&] { program.seal(); });
    program.compress(program.file);
  });
}

TEST(PipelineTokens, AFileReadsWhileAnotherCompresses) {
  explore(
      [] {
        Program program(2);
        const auto nothing = [](int chunk) { return chunk; };
        const auto read = [] {
          const Region work("read");
          return 7;
        };
        const auto compress = [](int chunk) {
          const Region work("compress");
          return chunk;
        };
        std::jthread reads([&] {
          program.stages.compress_chunk(program.file, read, nothing);
        });
        program.stages.compress_chunk(
            program.other_file, [] { return 6; }, compress);
      },
      {.can_overlap = {{"read", "compress"}}});
}

TEST(PipelineTokens, AllIsBackAfterAThrow) {
  explore([] {
    Program program;
    const auto fail = []() -> int { throw Damaged{}; };
    const auto fail_at = [](int) -> int { throw Damaged{}; };
    Stages& stages = program.stages;
    EXPECT_THROW(stages.compress_chunk(program.file, fail, fail_at), Damaged);
    program.expect_all_back();
    EXPECT_THROW(stages.compress_chunk(
                     program.file, [] { return 7; }, fail_at),
                 Damaged);
    program.expect_all_back();
    program.compress(program.file);
    EXPECT_THROW(stages.seal_chunk([](int) { throw Damaged{}; }), Damaged);
    program.expect_all_back();
  });
}

TEST(PipelineTokens, AllIsBackIfSomethingIsClosed) {
  explore([] {
    for (Permits Program::*tokens :
         {&Program::io, &Program::cpu, &Program::file}) {
      Program program;
      program.compressed.send(6);
      (program.*tokens).close();
      EXPECT_FALSE(program.compress(program.file));
      program.expect_all_back();
      EXPECT_EQ(program.seal(), tokens != &Program::cpu);
      program.expect_all_back();
    }
  });
}

TEST(PipelineTokens, AllIsBackIfTheChannelIsClosedMeanwhile) {
  explore([] {
    Program program;
    program.compressed.send(6);
    std::jthread waits([&] { EXPECT_FALSE(program.compress(program.file)); });
    program.compressed.close();
    waits.join();
    program.expect_all_back();
    EXPECT_TRUE(program.seal());
    EXPECT_FALSE(program.seal());
    program.expect_all_back();
  });
}

}  // namespace

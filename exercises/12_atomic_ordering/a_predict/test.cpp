// Tests of 12a: every execution of each program, and its outcome. They claim
// nothing; the judge compares what comes out with outcomes.txt.

#include <gtest/gtest.h>

#include <thread>

#include "checker/explore.hpp"
#include "programs.hpp"

namespace {

template <typename Program>
void explore_every_outcome() {
  hb::Outcomes seen = hb::Outcomes::collected({"r1", "r2"});
  hb::explore(
      [&] {
        Program program;
        std::thread first([&] { program.first(); });
        std::thread second([&] { program.second(); });
        first.join();
        second.join();
        seen.record({program.r1, program.r2});
      },
      {.outcomes = &seen});
}

TEST(Predict, MessagePassingRelaxed) {
  explore_every_outcome<hb::MessagePassingRelaxed>();
}

TEST(Predict, MessagePassing) { explore_every_outcome<hb::MessagePassing>(); }

TEST(Predict, StoreBuffering) { explore_every_outcome<hb::StoreBuffering>(); }

TEST(Predict, StoreBufferingSeqCst) {
  explore_every_outcome<hb::StoreBufferingSeqCst>();
}

}  // namespace

#include "pipeline/scenarios/child_process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <vector>

#include "pipeline/files/scratch_folder.hpp"
#include "pipeline/metrics/prometheus_text.hpp"
#include "pipeline/scenarios/metrics_watch.hpp"
#include "pipeline/scenarios/scenario.hpp"

namespace hb::pipeline {
namespace {

int wait_for_ever() {
  for (;;) ::pause();
}

TEST(ChildProcess, EndsWithTheCodeOfItsBody) {
  SignalSource signals;
  EXPECT_EQ(ChildProcess([] { return 42; }).wait(signals).exit_code, 42);
}

TEST(ChildProcess, EndsWithTheCodeOfItsProgram) {
  SignalSource signals;
  const ChildCommand wrong{.program = "/bin/false"};
  EXPECT_EQ(ChildProcess(wrong).wait(signals).exit_code, 1);
  const ChildCommand missing{.program = "/no such program"};
  EXPECT_EQ(ChildProcess(missing).wait(signals).exit_code, 127);
}

TEST(ChildProcess, EndsWithTheSignalThatItIsSent) {
  SignalSource signals;
  ChildProcess child(wait_for_ever);
  child.send(SIGINT);
  EXPECT_EQ(child.wait(signals).exit_code, 128 + SIGINT);
}

TEST(ChildProcess, IsNotWaitedForAfterASignalToTheCaller) {
  SignalSource signals;
  ChildProcess child(wait_for_ever);
  ::raise(SIGINT);
  EXPECT_THROW(child.wait(signals), Interrupted);
}

TEST(ChildProcess, TellsItsOwnPeakOfMemory) {
  constexpr std::size_t kBytes = 32 << 20;
  SignalSource signals;
  const auto peak = [&](std::size_t bytes) {
    return ChildProcess([bytes] {
             const std::vector<char> used(bytes, 'x');
             return used.back() == 'x' ? 0 : 1;
           })
        .wait(signals)
        .peak_resident_bytes;
  };
  EXPECT_GT(peak(kBytes), peak(1) + kBytes / 2);
}

TEST(MetricsWatch, WakesForANewFileAndReadsIt) {
  const ScratchFolder scratch;
  const std::filesystem::path path = scratch / "metrics";
  const MetricsWatch watch(path);
  EXPECT_EQ(watch.bytes_processed(), 0U);
  SignalSource signals;
  ChildProcess child([&path]() -> int {
    Metrics metrics(1, 1);
    metrics.count(Counter::bytes_processed, 12345);
    write_metrics_file(path, metrics.view());
    return wait_for_ever();
  });
  ASSERT_TRUE(child.wait_for(watch.descriptor(), signals));
  EXPECT_EQ(watch.bytes_processed(), 12345U);
  watch.forget_changes();
  child.send(SIGKILL);
  EXPECT_FALSE(child.wait_for(watch.descriptor(), signals));
}

}  // namespace
}  // namespace hb::pipeline

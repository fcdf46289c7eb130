#include "pipeline/metrics/log.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <functional>
#include <string>

#include "exec/thread.hpp"

namespace hb::pipeline {
namespace {

// What a log writes where there is no terminal.
std::string logged(log::Level least, const std::function<void(Log&)>& body) {
  std::array<int, 2> ends = {};
  EXPECT_EQ(pipe(ends.data()), 0);
  {
    LiveText screen(ends[1]);
    Log log(screen, least);
    body(log);
  }
  close(ends[1]);
  std::array<char, 4096> text = {};
  const ssize_t n = read(ends[0], text.data(), text.size());
  close(ends[0]);
  return {text.data(), static_cast<std::size_t>(n)};
}

TEST(PipelineLog, HasTheColumnsOfTheOtherLogger) {
  const std::string text = logged(log::Level::debug, [](Log& log) {
    exec::Thread worker({.name = "worker-1"}, [&] {
      log.warning("slow", {{"file", "a b"}, {"chunk", 7}});
      log.debug("two\nlines {} %v");
    });
  });
  EXPECT_EQ(text, log::format("worker-1", log::Level::warning, "slow",
                              {{"file", "a b"}, {"chunk", 7}}) +
                      log::format("worker-1", log::Level::debug,
                                  "two\nlines {} %v", {}));
}

TEST(PipelineLog, WritesNothingBelowItsLevel) {
  EXPECT_EQ(logged(log::Level::warning,
                   [](Log& log) {
                     log.debug("d");
                     log.info("i");
                     log.error("e");
                   }),
            log::format(exec::thread_name(), log::Level::error, "e", {}));
}

TEST(PipelineLog, LeavesTheErrorNumberAlone) {
  logged(log::Level::info, [](Log& log) {
    errno = ENOSPC;
    log.error("full");
    EXPECT_EQ(errno, ENOSPC);
  });
}

TEST(LevelNamed, KnowsTheFourLevels) {
  EXPECT_EQ(level_named("warning"), log::Level::warning);
  EXPECT_EQ(level_named("error"), log::Level::error);
  EXPECT_EQ(level_named("loud"), std::nullopt);
}

}  // namespace
}  // namespace hb::pipeline

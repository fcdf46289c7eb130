#include "log/logger.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace hb::log {
namespace {

TEST(Format, HasTheColumnsOfThreadAndLevel) {
  EXPECT_EQ(format("worker-1", Level::info, "Processing", {{"page", 7}}),
            "worker-1   INFO     Processing page=7\n");
  EXPECT_EQ(format("pipeline-worker", Level::warning, "slow", {}),
            "pipeline-worker WARNING  slow\n");
}

TEST(Format, KeepsALineOnOneLine) {
  EXPECT_EQ(format("t", Level::debug, "two\nlines\x1b", {}),
            "t          DEBUG    two\\nlines\\x1b\n");
}

TEST(Format, QuotesAValueThatWouldLookLikeTwo) {
  EXPECT_EQ(format("t", Level::error, "m",
                   {{"file", "a b.mrc"}, {"said", "\"no\""}, {"ok", false}}),
            "t          ERROR    m file=\"a b.mrc\" said=\"\\\"no\\\"\" "
            "ok=false\n");
}

TEST(Format, KeepsALineOnOneLineWhateverTheThreadIsCalled) {
  EXPECT_EQ(format("a\nb", Level::info, "m", {}), "a\\nb       INFO     m\n");
}

class Pipe {
 public:
  Pipe() { EXPECT_EQ(pipe(ends_.data()), 0); }
  ~Pipe() { close(ends_[0]); }
  int in() const { return ends_[1]; }
  void close_in() { close(ends_[1]); }
  std::string read_all() const {
    std::string all;
    std::array<char, 4096> some = {};
    for (ssize_t n = 0; (n = read(ends_[0], some.data(), some.size())) > 0;) {
      all.append(some.data(), static_cast<std::size_t>(n));
    }
    return all;
  }

 private:
  std::array<int, 2> ends_ = {};
};

TEST(Logger, WritesNothingBelowItsLevel) {
  Pipe pipe;
  Logger logger(pipe.in(), Level::warning);
  logger.info("unheard");
  logger.error("heard");
  pipe.close_in();
  EXPECT_NE(pipe.read_all().find(" heard"), std::string::npos);
}

TEST(Logger, OutlivesTheReaderOfItsPipe) {
  std::array<int, 2> ends = {};
  ASSERT_EQ(pipe(ends.data()), 0);
  close(ends[0]);
  Logger logger(ends[1]);
  errno = EDOM;
  logger.info("unheard");
  EXPECT_EQ(errno, EDOM);
  sigset_t pending;
  sigpending(&pending);
  EXPECT_EQ(sigismember(&pending, SIGPIPE), 0);
  close(ends[1]);
}

TEST(Logger, WritesWholeLinesToAPipeThatDoesNotBlock) {
  Pipe pipe;
  fcntl(pipe.in(), F_SETFL, O_NONBLOCK);
  Logger logger(pipe.in());
  std::string all;
  const std::string text(200'000, 'x');  // a pipe holds 65,536
  std::jthread reader([&] { all = pipe.read_all(); });
  logger.info(text);
  pipe.close_in();
  reader.join();
  EXPECT_TRUE(all.ends_with(text + '\n'));
}

// Longer lines than a pipe takes whole, so that each may be written in parts.
TEST(Logger, NeverLetsLinesOfEightThreadsRunIntoEachOther) {
  constexpr int kThreads = 8;
  constexpr int kLines = 100;
  Pipe pipe;
  Logger logger(pipe.in());
  std::string all;
  std::jthread reader([&] { all = pipe.read_all(); });
  {
    std::vector<std::jthread> writers;
    for (int t = 0; t < kThreads; ++t) {
      writers.emplace_back([&, t] {
        const std::string name = "writer-" + std::to_string(t);
        pthread_setname_np(pthread_self(), name.c_str());
        const std::string text(t % 2 == 0 ? 20 : 9000,
                               static_cast<char>('a' + t));
        for (int n = 0; n < kLines; ++n) logger.info(text, {{"page", n}});
      });
    }
  }
  pipe.close_in();
  reader.join();

  std::map<int, int> next;  // page that each thread is to write next
  std::istringstream lines(all);
  for (std::string line; std::getline(lines, line);) {
    const int t = line.at(7) - '0';
    const std::string text(t % 2 == 0 ? 20 : 9000, static_cast<char>('a' + t));
    EXPECT_EQ(line + '\n', format("writer-" + std::to_string(t), Level::info,
                                  text, {{"page", next[t]}}));
    ++next[t];
  }
  for (int t = 0; t < kThreads; ++t) EXPECT_EQ(next[t], kLines);
}

}  // namespace
}  // namespace hb::log

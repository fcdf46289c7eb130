// Tests of 22c. Work doubles a chunk's bytes, and throws where they are
// negative. The chunks are numbered from 0.

#include "22_pipeline/c_workers/workers.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::Chunk;
using hb::explore;
using hb::Permits;
using hb::Region;
using hb::Report;
using hb::run_workers;

int doubled(int bytes) {
  if (bytes < 0) throw bytes;
  return 2 * bytes;
}

int error_of(const Report& report) {
  if (!report.failure) return 0;
  try {
    std::rethrow_exception(report.failure->error);
  } catch (int error) {
    return error;
  }
}

class Channel : public hb::Receiver {
 public:
  // Of a reader that is still there. Each chunk that it sends has a permit.
  Channel() = default;

  // Of a reader that has sent these, and ended.
  Channel(std::initializer_list<int> chunks, Permits& permits) {
    for (int bytes : chunks) {
      permits.acquire();
      send(bytes);
    }
    close();
  }

  // False, and not sent, if the reader has to stop.
  bool send(int bytes) {
    std::lock_guard lock(mutex_);
    if (is_stopped_) return false;
    chunks_.push_back({next_++, bytes});
    changed_.notify_one();
    return true;
  }
  void close() {
    std::lock_guard lock(mutex_);
    is_closed_ = true;
    changed_.notify_all();
  }
  std::optional<Chunk> receive() override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_closed_ || !chunks_.empty(); });
    if (chunks_.empty()) return std::nullopt;
    const Chunk chunk = chunks_.front();
    chunks_.pop_front();
    return chunk;
  }
  void stop() override {
    std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Chunk> chunks_;  // guarded by mutex_
  std::size_t next_ = 0;      // guarded by mutex_
  bool is_closed_ = false;    // guarded by mutex_
  bool is_stopped_ = false;   // guarded by mutex_
};

// What was sent, in a sum. The writer's permits go back at once.
struct Writer {
  Permits& permits;
  std::mutex mutex;
  int sum = 0;  // guarded by mutex

  void operator()(Chunk chunk) {
    std::lock_guard lock(mutex);
    sum += chunk.bytes;
    permits.release();
  }
};

TEST(Workers, SendEveryChunkWorkedOn) {
  explore([] {
    Permits permits(2);
    Channel chunks({1, 10}, permits);
    Writer writer{permits, {}};
    const Report report =
        run_workers(2, chunks, doubled, std::ref(writer), permits);
    EXPECT_EQ(writer.sum, 22);
    EXPECT_EQ(report.sent, 2);
  });
}

TEST(Workers, AFailedChunkIsReportedAndNotSent) {
  explore([] {
    Permits permits(2);
    Channel chunks({1, -5}, permits);
    Writer writer{permits, {}};
    const Report report =
        run_workers(1, chunks, doubled, std::ref(writer), permits);
    EXPECT_EQ(error_of(report), -5);
    EXPECT_EQ(report.failure->chunk, 1u);
    EXPECT_EQ(report.sent, 1);
  });
}

TEST(Workers, AChunkThatTheWriterRefusesHasFailed) {
  explore([] {
    Permits permits(1);
    Channel chunks({1}, permits);
    const auto full_disk = [](Chunk) { throw 28; };
    const Report report = run_workers(1, chunks, doubled, full_disk, permits);
    EXPECT_EQ(error_of(report), 28);
    EXPECT_EQ(report.sent, 0);
    EXPECT_EQ(permits.available(), 1);
  });
}

TEST(Workers, TellOfTheLowestChunkThatFailedInEveryExecution) {
  explore([] {
    Permits permits(2);
    Channel chunks({-5, -6}, permits);
    Writer writer{permits, {}};
    const Report report =
        run_workers(2, chunks, doubled, std::ref(writer), permits);
    EXPECT_EQ(error_of(report), -5);
    EXPECT_EQ(report.failure->chunk, 0u);
  });
}

TEST(Workers, SendWhatComesBeforeTheFailedChunk) {
  explore([] {
    Permits permits(2);
    Channel chunks({1, -6}, permits);
    Writer writer{permits, {}};
    run_workers(2, chunks, doubled, std::ref(writer), permits);
    EXPECT_EQ(writer.sum, 2);
  });
}

TEST(Workers, DropWhatComesBehindTheFailedChunk) {
  explore([] {
    Permits permits(2);
    Channel chunks({-5, 1}, permits);
    Writer writer{permits, {}};
    run_workers(1, chunks, doubled, std::ref(writer), permits);
    EXPECT_EQ(writer.sum, 0);
  });
}

TEST(Workers, EveryPermitIsBackAfterAFailure) {
  explore([] {
    Permits permits(3);
    Channel chunks({1, -5, 1}, permits);
    Writer writer{permits, {}};
    run_workers(1, chunks, doubled, std::ref(writer), permits);
    EXPECT_EQ(permits.available(), 3);
  });
}

// The reader has one permit: it waits until the chunk before is through.
TEST(Workers, TheReaderGetsOnAndHearsThatItHasToStop) {
  explore([] {
    Permits permits(1);
    Channel chunks;
    std::jthread reader([&] {
      for (int bytes : {-5, 1, 1}) {
        permits.acquire();
        if (chunks.send(bytes)) continue;
        EXPECT_EQ(bytes, 1);
        permits.release();
        chunks.close();
        return;
      }
      ADD_FAILURE() << "reads to the end for nobody";
    });
    Writer writer{permits, {}};
    run_workers(1, chunks, doubled, std::ref(writer), permits);
    reader.join();
    EXPECT_EQ(permits.available(), 1);
  });
}

TEST(Workers, WorkAtTheSameTime) {
  explore(
      [] {
        Permits permits(2);
        Channel chunks({1, 10}, permits);
        Writer writer{permits, {}};
        const auto work = [](int bytes) {
          const Region region("work");
          return bytes;
        };
        run_workers(2, chunks, work, std::ref(writer), permits);
      },
      {.can_overlap = {{"work", "work"}}});
}

TEST(Workers, SendAtTheSameTime) {
  explore(
      [] {
        Permits permits(2);
        Channel chunks({1, 10}, permits);
        const auto send = [&](Chunk) {
          { const Region region("send"); }
          permits.release();
        };
        run_workers(2, chunks, doubled, send, permits);
      },
      {.can_overlap = {{"send", "send"}}});
}

}  // namespace

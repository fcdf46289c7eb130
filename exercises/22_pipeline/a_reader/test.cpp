// Tests of 22a. The file is a text, the disk's error an int. What the receiver
// gets is written as text, too: its chunks, each with a bar behind it, and how
// the stream ended.

#include "22_pipeline/a_reader/reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::Buffer;
using hb::Chunk;
using hb::explore;
using hb::Read;
using hb::read_chunks;

class Buffers : public hb::Pool {
 public:
  Buffer* acquire() override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return left_ > 0; });
    return free_[--left_];
  }
  void release(Buffer* buffer) override {
    std::lock_guard lock(mutex_);
    ASSERT_LT(left_, free_.size()) << "a buffer has come back twice";
    free_[left_++] = buffer;
    changed_.notify_one();
  }
  bool all_are_back() {
    std::lock_guard lock(mutex_);
    return left_ == free_.size();
  }

 private:
  Buffer first_ = {}, second_ = {};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<Buffer*, 2> free_ = {&first_, &second_};  // guarded by mutex_
  std::size_t left_ = 2;                               // guarded by mutex_
};

// Has room for as many as there are buffers: send() never waits.
class Chunks : public hb::Sender {
 public:
  bool send(Chunk chunk) override {
    std::lock_guard lock(mutex_);
    if (nobody_receives_) return false;
    chunks_.push_back(chunk);
    changed_.notify_one();
    return true;
  }
  void close() override { end(nullptr); }
  void fail(std::exception_ptr error) override { end(error); }

  // Nullopt at the end. Throws the error, if that is the end.
  std::optional<Chunk> receive() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return has_ended_ || !chunks_.empty(); });
    if (chunks_.empty()) {
      if (error_) std::rethrow_exception(error_);
      return std::nullopt;
    }
    const Chunk chunk = chunks_.front();
    chunks_.pop_front();
    return chunk;
  }

  // From now on nobody receives.
  void leave() {
    std::lock_guard lock(mutex_);
    nobody_receives_ = true;
  }

 private:
  void end(std::exception_ptr error) {
    std::lock_guard lock(mutex_);
    if (has_ended_) return;
    has_ended_ = true;
    error_ = error;
    changed_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Chunk> chunks_;      // guarded by mutex_
  std::exception_ptr error_;      // guarded by mutex_
  bool has_ended_ = false;        // guarded by mutex_
  bool nobody_receives_ = false;  // guarded by mutex_
};

// A file whose disk gives at most `most` bytes at a time.
Read file(std::string_view text, std::size_t most = 2) {
  return [=](std::span<char> room) mutable {
    const std::size_t size = std::min({room.size(), most, text.size()});
    for (std::size_t i = 0; i < size; ++i) room[i] = text[i];
    text.remove_prefix(size);
    return size;
  };
}

// The same, with a disk that fails behind `text`.
Read broken_file(std::string_view text) {
  return [read = file(text)](std::span<char> room) {
    const std::size_t size = read(room);
    if (size == 0) throw EIO;
    return size;
  };
}

std::string receive_all(Chunks& chunks, Buffers& pool) {
  std::string text;
  try {
    while (const std::optional<Chunk> chunk = chunks.receive()) {
      for (std::size_t i = 0; i < chunk->size; ++i) text += (*chunk->buffer)[i];
      text += '|';
      pool.release(chunk->buffer);
    }
    return text + "end";
  } catch (int error) {
    return text + (error == EIO ? "EIO" : "another error");
  }
}

std::string received_from(const Read& read) {
  Buffers pool;
  Chunks chunks;
  std::jthread reader([&] { read_chunks(read, pool, chunks); });
  return receive_all(chunks, pool);
}

TEST(Reader, SendsAFileInFullChunks) {
  explore([] { EXPECT_EQ(received_from(file("abcd")), "ab|cd|end"); });
}

TEST(Reader, SendsAShortLastChunkAsLongAsItIs) {
  explore([] { EXPECT_EQ(received_from(file("abc")), "ab|c|end"); });
}

TEST(Reader, FillsAChunkByShortReads) {
  explore([] { EXPECT_EQ(received_from(file("abc", 1)), "ab|c|end"); });
}

TEST(Reader, TheDisksErrorIsNotTheEndOfTheFile) {
  explore([] { EXPECT_EQ(received_from(broken_file("ab")), "ab|EIO"); });
}

TEST(Reader, SendsNoPartOfAChunkThatCouldNotBeRead) {
  explore([] { EXPECT_EQ(received_from(broken_file("a")), "EIO"); });
}

// Two buffers for three chunks: one of them comes back, and is filled again.
TEST(Reader, LeavesABufferAloneUntilItComesBack) {
  explore([] { EXPECT_EQ(received_from(file("abcdef")), "ab|cd|ef|end"); },
          {.spurious = 0});
}

TEST(Reader, EveryBufferIsBackAfterTheLastChunk) {
  explore([] {
    Buffers pool;
    Chunks chunks;
    read_chunks(file("a"), pool, chunks);
    receive_all(chunks, pool);
    EXPECT_TRUE(pool.all_are_back());
  });
}

TEST(Reader, EveryBufferIsBackAfterAnError) {
  explore([] {
    Buffers pool;
    Chunks chunks;
    read_chunks(broken_file("a"), pool, chunks);
    EXPECT_TRUE(pool.all_are_back());
  });
}

TEST(Reader, EveryBufferIsBackAfterARefusal) {
  explore([] {
    Buffers pool;
    Chunks chunks;
    chunks.leave();
    read_chunks(file("ab"), pool, chunks);
    EXPECT_TRUE(pool.all_are_back());
  });
}

TEST(Reader, ReadsNothingMoreAfterARefusal) {
  explore([] {
    Buffers pool;
    Chunks chunks;
    chunks.leave();
    const Read endless = [reads = 0](std::span<char> room) mutable {
      EXPECT_LE(++reads, 1);
      return room.size();
    };
    read_chunks(endless, pool, chunks);
  });
}

}  // namespace

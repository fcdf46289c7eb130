// Tells the kernel what will be read, before it is.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "pipeline/engine/open_file.hpp"
#include "sync/resource_manager.hpp"

namespace hb::pipeline {

// One thread at a time: the reader's. An I/O token is held for each request
// that the device has been given in advance, until the reader is behind it.
// Nothing is asked for while reads are as fast as memory: they come from the
// page cache, and the advice would be all that they cost.
class ReadAhead {
 public:
  // WHY at most one less than all tokens: the writer needs one, and it may be
  // what the reader waits for. 0: none.
  ReadAhead(std::int64_t most, sync::ResourceManager& resources);

  // `bytes` of the file are about to be read. Advises what comes next, as far
  // as there are tokens. True: these had been asked for, and have a token.
  bool reach(const OpenFile& file, std::size_t bytes);

  // They were read in that time.
  void observe(std::size_t bytes, std::chrono::nanoseconds time);

  // The file is not read on: its tokens are given back.
  void forget();

  std::size_t requests() const { return count_; }

 private:
  struct Request {
    std::uint64_t end = 0;
    sync::Permit permit;
  };

  void drop_first();

  sync::ResourceManager& resources_;
  std::vector<Request> ring_;  // of `count_` requests from `first_` on
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  std::size_t item_ = kNoParent;
  std::uint64_t advised_to_ = 0;
  bool is_cold_ = false;
};

}  // namespace hb::pipeline

// When a checkpoint is saved, and what it says.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "pipeline/container/codec.hpp"
#include "pipeline/engine/chunk.hpp"
#include "pipeline/engine/ledger.hpp"
#include "pipeline/files/file.hpp"

namespace hb::pipeline {

// The ordered writer's, one thread at a time.
class Checkpoints {
 public:
  struct Where {
    std::filesystem::path path;
    std::chrono::milliseconds interval{1000};  // at least, between two
    std::string input;
    std::uint64_t options = 0;
  };

  Checkpoints(Where where, const ContainerKeys& keys, const File& output)
      : where_(std::move(where)), keys_(keys), output_(output) {}

  // Records up to `bytes` are written. Saves, if it is time. The first is saved
  // at once, so that there is always something to resume.
  void wrote(std::uint64_t bytes, const Ledger& ledger) {
    if (Clock::now() < next_) return;
    save(bytes, ledger);
  }

  // What it names is on the disk before it is.
  void save(std::uint64_t bytes, const Ledger& ledger);

  // After the output has its name.
  void remove() noexcept;

 private:
  const Where where_;
  const ContainerKeys& keys_;
  const File& output_;
  Clock::time_point next_{};
};

}  // namespace hb::pipeline

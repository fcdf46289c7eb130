// A metrics file of another process, looked at whenever it is a new one.
#pragma once

#include <cstdint>
#include <filesystem>

#include "pipeline/files/file.hpp"

namespace hb::pipeline {

// Not thread-safe. The folder is watched (inotify), since the file is replaced
// and not changed: nobody has to look again and again.
class MetricsWatch {
 public:
  // The file need not be there; its folder must. Throws Failure (io).
  explicit MetricsWatch(std::filesystem::path path);

  // Readable once something has changed; forget_changes() before the next wait.
  int descriptor() const { return changes_.fd(); }
  void forget_changes() const;

  // The counter's value now; 0 where there is none yet.
  std::uint64_t bytes_processed() const;

 private:
  std::filesystem::path path_;
  File changes_;
};

}  // namespace hb::pipeline

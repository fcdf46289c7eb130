// Noticing that a file was saved, however the editor does it: written in
// place, truncated and written, or renamed over the old one.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace hb::runner {

class FileWatch {
 public:
  // Longest time in which a save goes unseen where the system reports none
  // (network drives, some containers); elsewhere it is seen at once.
  static constexpr std::chrono::milliseconds kPoll{200};
  // A save is over when nothing has changed for so long.
  static constexpr std::chrono::milliseconds kQuiet{50};

  explicit FileWatch(std::vector<std::filesystem::path> files);
  ~FileWatch();
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

  // Readable when something may have changed; -1 without inotify.
  int descriptor() const { return inotify_; }
  // look() wants to be called after so long at the latest.
  std::chrono::milliseconds patience() const;

  enum class Seen { nothing, change, save };  // `change`: is being saved
  // What happened since the last call. Each save is told once.
  Seen look();

 private:
  // What is different after a save. All zero: the file is not there.
  struct Stamp {
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    std::int64_t seconds = 0, nanoseconds = 0;  // of the last modification
    bool operator==(const Stamp&) const = default;
  };
  static Stamp stamp_of(const std::filesystem::path& file);
  std::vector<Stamp> stamps() const;
  void drain() const;

  const std::vector<std::filesystem::path> files_;
  std::vector<Stamp> latest_;  // as of the last look
  bool is_changing_ = false;   // and the save is still to be told
  std::chrono::steady_clock::time_point changed_ = {};
  int inotify_ = -1;
};

}  // namespace hb::runner

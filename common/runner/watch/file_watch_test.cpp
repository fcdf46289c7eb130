#include "runner/watch/file_watch.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "runner/system/workspace.hpp"

namespace hb::runner {
namespace {

namespace fs = std::filesystem;

class FileWatching : public testing::Test {
 protected:
  FileWatching() {
    std::string name = (fs::temp_directory_path() / "hb_XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    file_ = folder_ / "answer.hpp";
    write_file(file_, "before\n");
  }
  ~FileWatching() override { fs::remove_all(folder_); }

  // As watch mode does it: waits no longer than the watch allows. The number
  // of saves that are told until nothing more is.
  static int saves(FileWatch& watch) {
    int saves = 0;
    for (int quiet = 0; quiet < 2;) {
      const FileWatch::Seen seen = watch.look();
      if (seen == FileWatch::Seen::save) ++saves;
      if (seen == FileWatch::Seen::nothing) ++quiet;
      pollfd source{watch.descriptor(), POLLIN, 0};
      poll(&source, 1, static_cast<int>(watch.patience().count()));
    }
    return saves;
  }

  fs::path folder_;
  fs::path file_;
};

TEST_F(FileWatching, TellsNothingOfWhatWasThereBefore) {
  FileWatch watch({file_});
  EXPECT_EQ(watch.look(), FileWatch::Seen::nothing);
  EXPECT_EQ(saves(watch), 0);
}

TEST_F(FileWatching, SeesAFileRenamedOverTheOldOne) {
  FileWatch watch({file_});
  std::ofstream(folder_ / "new") << "after\n";
  fs::rename(folder_ / "new", file_);
  EXPECT_EQ(watch.look(), FileWatch::Seen::change);
  EXPECT_EQ(saves(watch), 1);
  // And again: the watch is not tied to the file that is gone.
  std::ofstream(folder_ / "new") << "after that\n";
  fs::rename(folder_ / "new", file_);
  EXPECT_EQ(saves(watch), 1);
}

TEST_F(FileWatching, TellsATruncatedAndWrittenFileOnce) {
  FileWatch watch({file_});
  std::ofstream file(file_, std::ios::trunc);
  EXPECT_EQ(watch.look(), FileWatch::Seen::change);
  file << "half" << std::flush;
  EXPECT_EQ(watch.look(), FileWatch::Seen::change);
  file << " and half\n" << std::flush;
  EXPECT_EQ(saves(watch), 1);
}

TEST_F(FileWatching, SeesTheFileGoAndComeBack) {
  FileWatch watch({file_});
  fs::rename(file_, folder_ / "kept");
  EXPECT_EQ(saves(watch), 1);
  fs::rename(folder_ / "kept", file_);
  EXPECT_EQ(saves(watch), 1);
}

TEST_F(FileWatching, TellsAChangeThatWasUndone) {
  FileWatch watch({file_});
  fs::rename(file_, folder_ / "kept");
  EXPECT_EQ(watch.look(), FileWatch::Seen::change);
  fs::rename(folder_ / "kept", file_);
  EXPECT_EQ(saves(watch), 1);
}

TEST_F(FileWatching, IgnoresTheNeighbours) {
  FileWatch watch({file_});
  std::ofstream(folder_ / ".answer.hpp.swp") << "an editor's";
  EXPECT_EQ(saves(watch), 0);
}

TEST_F(FileWatching, WatchesSeveralFiles) {
  const fs::path other = folder_ / "other.hpp";
  FileWatch watch({file_, other});
  std::ofstream(other) << "new\n";
  EXPECT_EQ(saves(watch), 1);
}

TEST_F(FileWatching, OutlivesItsFolder) {
  FileWatch watch({file_});
  fs::remove_all(folder_);
  EXPECT_EQ(saves(watch), 1);
  // inotify is blind to the new folder; looking at times is not.
  fs::create_directories(folder_);
  write_file(file_, "again\n");
  EXPECT_EQ(saves(watch), 1);
}

}  // namespace
}  // namespace hb::runner

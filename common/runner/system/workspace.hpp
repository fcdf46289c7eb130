// Where everything is. All paths are absolute.
#pragma once

#include <filesystem>
#include <string>

namespace hb::runner {

struct Workspace {
  std::filesystem::path root;
  std::filesystem::path exercises;  // root/exercises, or --exercises DIR
  std::filesystem::path solutions;  // beside it; need not exist
  std::filesystem::path build;      // root/build/dev
  std::filesystem::path state;      // root/.workbook: progress, kept attempts

  // Exercises of a folder of one's own must not meet those of the workbook in
  // `home` that have the same number: a folder name for them, empty for ours.
  // WHY a blank in it: a checkout may have one in its path, and so every test
  // that judges a folder of its own sees that all is quoted well.
  std::string room_in(const std::filesystem::path& home) const;

  // `path` as people read it: relative to the root where it lies below it.
  std::string shown(const std::filesystem::path& path) const;
};

// The workspace that this program was built in. `exercises` may be empty.
// Throws UserError if a given folder of exercises does not exist.
Workspace find_workspace(const std::filesystem::path& exercises = {});

// The whole text of a file. Throws UserError (3) if it cannot be read.
std::string read_file(const std::filesystem::path& path);

// Replaces the file in one step: a reader sees the old text or the new one.
// Throws UserError (3), for example when the disk is full; the old text stays.
void write_file(const std::filesystem::path& path, const std::string& text);

}  // namespace hb::runner

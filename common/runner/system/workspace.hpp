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
  std::filesystem::path state;      // root/.workbook: progress, kept attempts;
                                    // each folder of one's own has its own

  // Exercises of a folder of one's own must not meet those of the workbook in
  // `home` that have the same number: a folder name for them, empty for ours.
  // WHY a blank in it: a checkout may have one in its path, and so every test
  // that judges a folder of its own sees that all is quoted well.
  std::string room_in(const std::filesystem::path& home) const;

  // "./workbook check 07a", with --exercises where it is needed.
  std::string call(const std::string& command) const;

  // `path` as people read it: relative to the root where it lies below it.
  std::string shown(const std::filesystem::path& path) const;
};

// --exercises DIR: from now on find_workspace() means a folder of one's own.
// REQUIRES: called before any other thread exists. Empty: ours.
void choose_exercises(const std::filesystem::path& folder);

// The workspace that this program was built in.
// Throws UserError (2) if the folder chosen above does not exist.
Workspace find_workspace();

// The whole text of a file. Throws UserError (3) if it cannot be read.
std::string read_file(const std::filesystem::path& path);

// Replaces the file in one step: a reader sees the old text or the new one.
// Throws UserError (3), for example when the disk is full; the old text stays.
void write_file(const std::filesystem::path& path, const std::string& text);

}  // namespace hb::runner

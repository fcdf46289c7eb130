// Files, folders and links that get their name when all of them are there.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/container/layout.hpp"
#include "pipeline/files/file.hpp"

namespace hb::pipeline {

// The bits of a mode that are restored. WHY without setuid and setgid: the
// owner is whoever restores.
inline constexpr std::uint32_t kRestoredMode = 01777;

// All is made in DIRECTORY/NAME.partial; commit() makes it durable and names it
// DIRECTORY/NAME. The destructor removes what was made and not committed, and
// the directory if it was made here.
//
// Nothing is ever written outside: folders are opened one by one without
// following links, files are new (O_EXCL), links are made last.
class PartialTree {
 public:
  // Makes `directory` if it is not there, whose parent must be. Throws Failure
  // (cannot_create) where NAME or NAME.partial exists.
  PartialTree(const std::filesystem::path& directory, std::string_view name,
              ItemKind root);
  ~PartialTree();

  PartialTree(const PartialTree&) = delete;
  PartialTree& operator=(const PartialTree&) = delete;

  // `below` is a path below the root, empty for the root itself; `item` says
  // the rest, and is named in messages. make_folder() and make_link(): one
  // thread. make_file(): any thread, once its folder is made.
  void make_folder(std::string_view below, const Item& item);
  File make_file(std::string_view below, const Item& item);
  void make_link(std::string_view below, const Item& item);

  // Mode and time of a file that make_file() made: the last that is done to it.
  static void finish(const File& file, const Item& item);

  // Folders' modes and times, fsync, rename, fsync. Nothing may follow.
  void commit();

 private:
  // A folder of the tree that is open, and the last name of a path in it.
  struct Place {
    File folder;
    std::string name;
  };
  struct Folder {
    std::string below;
    const Item* item;
  };

  void made(std::string_view below);
  Place place(std::string_view below, const Item& item) const;
  void finish_folders() const;
  void give_name();
  void remove() noexcept;

  const std::filesystem::path path_;  // DIRECTORY
  const std::string name_;
  const std::string partial_;
  const ItemKind root_;
  bool made_directory_ = false;
  bool committed_ = false;
  // Whether what has the partial name was made here. Read by the destructor.
  std::atomic<bool> made_root_{false};
  File directory_;
  std::vector<Folder> folders_;
};

}  // namespace hb::pipeline

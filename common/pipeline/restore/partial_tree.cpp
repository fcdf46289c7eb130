#include "pipeline/restore/partial_tree.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "pipeline/durability/folder.hpp"
#include "pipeline/files/open_at.hpp"

namespace hb::pipeline {
namespace {

constexpr Stage kStage = Stage::restore;
constexpr int kFolder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;

void must(int result, std::string_view item) {
  if (result != 0) throw system_failure(errno, kStage, item);
}

std::array<timespec, 2> times_of(const Item& item) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  std::int64_t seconds = item.mtime / kSecond;
  std::int64_t rest = item.mtime % kSecond;
  if (rest < 0) {  // before 1970
    rest += kSecond;
    --seconds;
  }
  return {timespec{.tv_sec = 0, .tv_nsec = UTIME_OMIT},
          timespec{.tv_sec = seconds, .tv_nsec = rest}};
}

bool exists(const File& directory, const std::string& name) {
  struct stat status {};
  return ::fstatat(directory.fd(), name.c_str(), &status,
                   AT_SYMLINK_NOFOLLOW) == 0;
}

Failure taken(const std::filesystem::path& path, std::string_view text) {
  return Failure(FailureKind::cannot_create, kStage, path.string(), text);
}

}  // namespace

PartialTree::PartialTree(const std::filesystem::path& directory,
                         std::string_view name, ItemKind root)
    : path_(directory.empty() ? "." : directory),
      name_(name),
      partial_(name_ + ".partial"),
      root_(root) {
  made_directory_ = ::mkdir(path_.c_str(), 0777) == 0;
  if (!made_directory_ && errno != EEXIST) {
    throw system_failure(errno, kStage, path_.string());
  }
  directory_ = File::open(path_.string(), O_RDONLY | O_DIRECTORY, kStage);
  if (exists(directory_, name_)) {
    throw taken(path_ / name_,
                "exists already; move it away, or restore into another "
                "folder");
  }
  if (exists(directory_, partial_)) {
    throw taken(path_ / partial_,
                "another restore writes it, or was killed: remove it if none "
                "runs");
  }
}

PartialTree::~PartialTree() {
  if (!committed_) remove();
}

void PartialTree::made(std::string_view below) {
  // WHY relaxed: the destructor comes after all threads have ended.
  if (below.empty()) made_root_.store(true, std::memory_order_relaxed);
}

PartialTree::Place PartialTree::place(std::string_view below,
                                      const Item& item) const {
  Place place{
      File(::fcntl(directory_.fd(), F_DUPFD_CLOEXEC, 0), kStage, item.path),
      partial_};
  if (!place.folder) throw system_failure(errno, kStage, item.path);
  while (!below.empty()) {
    const int fd = open_at(place.folder.fd(), place.name.c_str(), kFolder);
    if (fd < 0) throw system_failure(errno, kStage, item.path);
    place.folder = File(fd, kStage, item.path);
    const std::size_t slash = below.find('/');
    place.name = below.substr(0, slash);
    below = slash == std::string_view::npos ? "" : below.substr(slash + 1);
  }
  return place;
}

void PartialTree::make_folder(std::string_view below, const Item& item) {
  const Place at = place(below, item);
  // Its mode comes last: one without `w` would keep its files out.
  must(::mkdirat(at.folder.fd(), at.name.c_str(), 0700), item.path);
  made(below);
  folders_.push_back({std::string(below), &item});
}

File PartialTree::make_file(std::string_view below, const Item& item) {
  const Place at = place(below, item);
  const int fd = open_at(at.folder.fd(), at.name.c_str(),
                         O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
  if (fd < 0) throw system_failure(errno, kStage, item.path);
  made(below);
  return File(fd, kStage, item.path);
}

void PartialTree::make_link(std::string_view below, const Item& item) {
  const Place at = place(below, item);
  must(::symlinkat(item.target.c_str(), at.folder.fd(), at.name.c_str()),
       item.path);
  made(below);
  must(::utimensat(at.folder.fd(), at.name.c_str(), times_of(item).data(),
                   AT_SYMLINK_NOFOLLOW),
       item.path);
}

void PartialTree::finish(const File& file, const Item& item) {
  must(::fchmod(file.fd(), item.mode & kRestoredMode), item.path);
  must(::futimens(file.fd(), times_of(item).data()), item.path);
}

void PartialTree::finish_folders() const {
  // WHY backwards: what is below a folder comes after it, and is made no more
  // when the folder gets its time, and maybe loses its `x`.
  std::for_each(folders_.rbegin(), folders_.rend(), [&](const Folder& folder) {
    const Place at = place(folder.below, *folder.item);
    const int fd = open_at(at.folder.fd(), at.name.c_str(), kFolder);
    if (fd < 0) throw system_failure(errno, kStage, folder.item->path);
    finish(File(fd, kStage, folder.item->path), *folder.item);
  });
}

void PartialTree::give_name() {
  // WHY not rename(2): it would replace what has come in the meantime.
  int result = ::renameat2(directory_.fd(), partial_.c_str(), directory_.fd(),
                           name_.c_str(), RENAME_NOREPLACE);
  if (result != 0 && (errno == EINVAL || errno == ENOSYS) &&
      !exists(directory_, name_)) {  // a file system that does not know it
    result = ::renameat(directory_.fd(), partial_.c_str(), directory_.fd(),
                        name_.c_str());
  }
  must(result, (path_ / name_).string());
}

void PartialTree::commit() {
  finish_folders();
  // WHY syncfs: one call for all files; an fsync for each of 20,000 takes
  // minutes on a disk.
  if (root_ != ItemKind::link) {
    const int flags = O_RDONLY | O_NOFOLLOW;
    const File all(open_at(directory_.fd(), partial_.c_str(), flags), kStage,
                   partial_);
    if (root_ == ItemKind::directory || !all) {
      // A root without `r` cannot be opened; its folder is as good.
      must(::syncfs(directory_.fd()), partial_);
    } else {
      all.flush();
    }
  }
  give_name();
  committed_ = true;
  directory_.flush();
  if (made_directory_) flush_folder_of(path_);
}

void PartialTree::remove() noexcept {
  // Folders may already have lost what it takes to empty them.
  for (const Folder& folder : folders_) {
    try {
      const Place at = place(folder.below, *folder.item);
      ::fchmodat(at.folder.fd(), at.name.c_str(), 0700, 0);
    } catch (...) {
      break;  // what is left is left; the error that led here is reported
    }
  }
  std::error_code ignored;
  // WHY asked: another restore may have taken the name between look and make.
  if (made_root_.load(std::memory_order_relaxed)) {
    std::filesystem::remove_all(path_ / partial_, ignored);
  }
  if (made_directory_) std::filesystem::remove(path_, ignored);
}

}  // namespace hb::pipeline

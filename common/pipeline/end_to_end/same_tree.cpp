#include "pipeline/end_to_end/same_tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>
#include <system_error>
#include <vector>

namespace hb::pipeline {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path) {
  throw std::system_error(errno, std::generic_category(), path.native());
}

struct stat lstat_of(const fs::path& path) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) != 0) fail(path);
  return status;
}

std::set<std::string> entries_of(const fs::path& folder) {
  const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.c_str()),
                                                 ::closedir);
  if (!open) fail(folder);
  std::set<std::string> names;
  while (const dirent* entry = ::readdir(open.get())) {
    names.insert(entry->d_name);
  }
  return names;
}

std::string target_of(const fs::path& link) {
  std::vector<char> target(PATH_MAX);
  const ssize_t length = ::readlink(link.c_str(), target.data(), target.size());
  if (length < 0) fail(link);
  return {target.data(), static_cast<std::size_t>(length)};
}

class Reader {
 public:
  explicit Reader(const fs::path& path)
      : path_(path), fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (fd_ < 0) fail(path);
  }
  ~Reader() { ::close(fd_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // Where data begin at or behind `offset`; `size` if there are none.
  std::uint64_t next_data(std::uint64_t offset, std::uint64_t size) const {
    const off_t found = ::lseek(fd_, static_cast<off_t>(offset), SEEK_DATA);
    if (found < 0 && errno != ENXIO) fail(path_);
    return found < 0 ? size : static_cast<std::uint64_t>(found);
  }
  std::size_t read(std::vector<char>& into, std::uint64_t offset) const {
    const ssize_t some =
        ::pread(fd_, into.data(), into.size(), static_cast<off_t>(offset));
    if (some < 0) fail(path_);
    return static_cast<std::size_t>(some);
  }

 private:
  const fs::path& path_;
  int fd_;
};

// WHY holes are skipped where both have one: five gigabytes of them are two
// system calls.
std::string difference_of_contents(const fs::path& one, const fs::path& other,
                                   std::uint64_t size) {
  const Reader first(one);
  const Reader second(other);
  std::vector<char> left(1 << 16);
  std::vector<char> right(1 << 16);
  for (std::uint64_t at = 0; at < size;) {
    at = std::min(first.next_data(at, size), second.next_data(at, size));
    if (at == size) break;
    const std::size_t count = first.read(left, at);
    if (count != second.read(right, at) || count == 0 ||
        !std::equal(left.begin(),
                    left.begin() + static_cast<std::ptrdiff_t>(count),
                    right.begin())) {
      return fmt::format("content differs behind byte {}", at);
    }
    at += count;
  }
  return "";
}

std::string difference_of_status(const struct stat& one,
                                 const struct stat& other) {
  if ((one.st_mode & S_IFMT) != (other.st_mode & S_IFMT)) return "kind";
  if (!S_ISLNK(one.st_mode) && one.st_mode != other.st_mode) {
    return fmt::format("mode {:o}, not {:o}", other.st_mode & 07777,
                       one.st_mode & 07777);
  }
  if (one.st_mtim.tv_sec != other.st_mtim.tv_sec ||
      one.st_mtim.tv_nsec != other.st_mtim.tv_nsec) {
    return fmt::format("time {}.{:09}, not {}.{:09}", other.st_mtim.tv_sec,
                       other.st_mtim.tv_nsec, one.st_mtim.tv_sec,
                       one.st_mtim.tv_nsec);
  }
  if (S_ISREG(one.st_mode) && one.st_size != other.st_size) {
    return fmt::format("size {}, not {}", other.st_size, one.st_size);
  }
  return "";
}

}  // namespace

std::string first_difference(const fs::path& one, const fs::path& other) {
  const struct stat status = lstat_of(one);
  std::string text = difference_of_status(status, lstat_of(other));
  if (text.empty() && S_ISREG(status.st_mode)) {
    text = difference_of_contents(one, other,
                                  static_cast<std::uint64_t>(status.st_size));
  }
  if (text.empty() && S_ISLNK(status.st_mode) &&
      target_of(one) != target_of(other)) {
    text = "link target";
  }
  if (!text.empty()) return other.native() + ": " + text;
  if (!S_ISDIR(status.st_mode)) return "";
  const std::set<std::string> names = entries_of(one);
  if (names != entries_of(other)) return other.native() + ": names";
  for (const std::string& name : names) {
    if (name == "." || name == "..") continue;
    text = first_difference(one / name, other / name);
    if (!text.empty()) return text;
  }
  return "";
}

}  // namespace hb::pipeline

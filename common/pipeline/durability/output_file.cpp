#include "pipeline/durability/output_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <optional>
#include <utility>

#include "pipeline/container/layout.hpp"
#include "pipeline/durability/folder.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/files/open_at.hpp"

namespace hb::pipeline {
namespace {

Failure cannot_create(const std::filesystem::path& path,
                      std::string_view text) {
  return Failure(FailureKind::cannot_create, Stage::write, path.native(), text);
}

// Nothing where nothing has this name.
std::optional<struct stat> status_of(const std::filesystem::path& path) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) == 0) return status;
  if (errno == ENOENT) return std::nullopt;
  throw system_failure(errno, Stage::write, path.native());
}

void check_target(const std::filesystem::path& path,
                  OutputFile::Existing existing) {
  const std::optional<struct stat> status = status_of(path);
  if (!status) return;
  if (existing == OutputFile::Existing::refuse) {
    throw cannot_create(path,
                        "exists already; choose another name, or --force");
  }
  if (!S_ISREG(status->st_mode)) {
    throw cannot_create(path, "exists, and is not a file");
  }
}

// True if `file` is what has this name now.
bool has_name(const File& file, const std::filesystem::path& path) {
  const std::optional<struct stat> named = status_of(path);
  if (!named) return false;
  const struct stat ours = file.status();
  return named->st_dev == ours.st_dev && named->st_ino == ours.st_ino;
}

// -1 and errno, or a descriptor.
int open_descriptor(const std::filesystem::path& path, int flags) {
  return open_at(AT_FDCWD, path.c_str(), flags | O_RDWR | O_NOFOLLOW, 0666);
}

struct OpenedPartial {
  File file;
  bool is_new = false;  // nothing of this name was there
};

OpenedPartial open_partial(const std::filesystem::path& partial,
                           OutputFile::Partial how) {
  const bool fresh = how == OutputFile::Partial::fresh;
  for (;;) {
    // WHY not O_TRUNC: what is there may be another's, until it is locked.
    int fd = fresh ? open_descriptor(partial, O_CREAT | O_EXCL) : -1;
    const bool is_new = fd >= 0;
    if (!is_new && (!fresh || errno == EEXIST)) {
      fd = open_descriptor(partial, 0);
      if (fd < 0 && fresh && errno == ENOENT) continue;  // gone meanwhile
    }
    if (fd >= 0) return {File(fd, Stage::write, partial.native()), is_new};
    const int error = errno;
    if (error != ENOENT || fresh) {
      throw system_failure(error, Stage::write, partial.native());
    }
    throw Failure(FailureKind::no_input, Stage::write, partial.native(),
                  "is not there, so nothing can be resumed; leave out "
                  "--resume to begin anew");
  }
}

// False: another process has the lock.
bool lock(const File& file) {
  while (::flock(file.fd(), LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    if (error == EWOULDBLOCK) return false;
    if (error != EINTR) {
      throw system_failure(error, Stage::write, file.name());
    }
  }
  return true;
}

// What a run that was killed has left: ours, and nothing or the beginning of a
// container. WHY asked: a name ending in .partial may be that of a download of
// the user's, or of a file that somebody put there to read along.
void check_left_by_us(const File& file) {
  const struct stat status = file.status();
  std::array<std::byte, kHeaderMagic.size()> begin{};
  const std::size_t bytes =
      S_ISREG(status.st_mode) ? file.read(begin, 0) : std::size_t{1};
  const bool is_container =
      std::memcmp(begin.data(), kHeaderMagic.data(), bytes) == 0;
  if (is_container && status.st_uid == ::geteuid() && status.st_nlink == 1) {
    return;
  }
  throw cannot_create(file.name(),
                      "is there and was not left by a pack of yours; move it "
                      "away, or choose another output");
}

File open_and_lock(const std::filesystem::path& partial,
                   OutputFile::Partial how) {
  for (;;) {
    OpenedPartial opened = open_partial(partial, how);
    try {
      if (!lock(opened.file)) {
        throw cannot_create(partial,
                            "is being written by another process; wait for its "
                            "end, or choose another output");
      }
      // WHY asked again: between open and lock its owner may have given it its
      // name, or removed it; then the lock is on a file that is not ours.
      if (!has_name(opened.file, partial)) continue;
      if (!opened.is_new && how == OutputFile::Partial::fresh) {
        check_left_by_us(opened.file);
      }
      return std::move(opened.file);
    } catch (const Failure& failure) {
      const bool is_anothers = failure.kind() == FailureKind::cannot_create;
      if (opened.is_new && !is_anothers) ::unlink(partial.c_str());
      throw;
    }
  }
}

}  // namespace

OutputFile::OutputFile(std::filesystem::path path, Existing existing,
                       Partial partial)
    : path_(std::move(path)), partial_(path_), existing_(existing) {
  partial_ += ".partial";
  check_target(path_, existing_);
  file_ = open_and_lock(partial_, partial);
  if (partial == Partial::fresh) {
    try {
      file_.truncate(0);
    } catch (...) {
      ::unlink(partial_.c_str());
      throw;
    }
  }
}

OutputFile::~OutputFile() {
  // WHY before the file is closed: the lock keeps others off until it is gone.
  if (!committed_ && !keeps_) ::unlink(partial_.c_str());
}

void OutputFile::commit() {
  file_.flush();
  rename_to_its_name();
  committed_ = true;
  flush_folder_of(path_);
}

void OutputFile::rename_to_its_name() {
  if (existing_ == Existing::refuse) {
    // WHY: somebody may have made a file of that name since we looked.
    if (::renameat2(AT_FDCWD, partial_.c_str(), AT_FDCWD, path_.c_str(),
                    RENAME_NOREPLACE) == 0) {
      return;
    }
    if (errno == EEXIST) {
      throw cannot_create(path_, "was made by another process in the meantime");
    }
    // Some file systems do not know it.
    if (errno != EINVAL && errno != ENOSYS) {
      throw system_failure(errno, Stage::write, path_.native());
    }
  }
  if (::rename(partial_.c_str(), path_.c_str()) != 0) {
    throw system_failure(errno, Stage::write, path_.native());
  }
}

}  // namespace hb::pipeline

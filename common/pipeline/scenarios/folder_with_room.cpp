#include "pipeline/scenarios/folder_with_room.hpp"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <cerrno>

#include "pipeline/failure.hpp"
#include "pipeline/text.hpp"

namespace hb::pipeline {
namespace {

// WHY some more: the file system needs room of its own, and others write too.
constexpr std::uint64_t kSpareBytes = 64 << 20;

void need_room(const std::filesystem::path& folder, std::uint64_t bytes) {
  struct statvfs status = {};
  if (::statvfs(folder.c_str(), &status) != 0) {
    throw system_failure(errno, Stage::write, folder.native());
  }
  const std::uint64_t free = status.f_bavail * status.f_frsize;
  if (free < bytes + kSpareBytes) {
    throw Failure(
        FailureKind::cannot_create, Stage::write, folder.native(),
        fmt::format("{} are free and {} are needed\ntry: a smaller --scale, or "
                    "--folder=FOLDER on another disk",
                    bytes_text(free), bytes_text(bytes + kSpareBytes)));
  }
}

}  // namespace

ScratchFolder folder_with_room(
    const std::optional<std::filesystem::path>& parent, std::uint64_t bytes) {
  const std::filesystem::path in =
      parent ? *parent : std::filesystem::temp_directory_path();
  need_room(in, bytes);
  return ScratchFolder(in);
}

}  // namespace hb::pipeline

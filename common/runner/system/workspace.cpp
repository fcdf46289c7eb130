#include "runner/system/workspace.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>

#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace fs = std::filesystem;

std::string Workspace::room_in(const fs::path& home) const {
  if (exercises == home / "exercises") return "";
  return fmt::format("other {:016x}",
                     std::hash<std::string>{}(exercises.string()));
}

std::string Workspace::shown(const fs::path& path) const {
  const fs::path relative = path.lexically_relative(root);
  const bool below = !relative.empty() && *relative.begin() != "..";
  return below ? relative.string() : path.string();
}

Workspace find_workspace(const fs::path& exercises) {
  Workspace workspace;
  // The program is build/dev/bin/workbook-runner.
  workspace.build =
      fs::read_symlink("/proc/self/exe").parent_path().parent_path();
  workspace.root = workspace.build.parent_path().parent_path();
  if (const char* root = std::getenv("WORKBOOK_ROOT")) {
    workspace.root = fs::absolute(root).lexically_normal();
  }
  workspace.state = workspace.root / ".workbook";
  workspace.exercises = workspace.root / "exercises";
  if (!exercises.empty()) {
    workspace.exercises = fs::absolute(exercises).lexically_normal();
    // "dir/" and "dir" are the same folder.
    if (workspace.exercises.filename().empty()) {
      workspace.exercises = workspace.exercises.parent_path();
    }
  }
  workspace.solutions = workspace.exercises.parent_path() / "solutions";
  if (!fs::is_directory(workspace.exercises)) {
    throw UserError(exit_code::kBroken,
                    {"no folder " + workspace.exercises.string(), "",
                     "Exercises are read from it.", "git status"});
  }
  return workspace;
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file || fs::is_directory(path)) {
    throw UserError(exit_code::kBroken,
                    {"cannot read " + path.string(), "",
                     std::strerror(errno != 0 ? errno : EIO), ""});
  }
  return text;
}

void write_file(const fs::path& path, const std::string& text) {
  const auto fail = [&](int error) {
    throw UserError(exit_code::kBroken, {"cannot write " + path.string(), "",
                                         std::string(std::strerror(error)) +
                                             ". What was there is unchanged.",
                                         error == ENOSPC ? "df -h ." : ""});
  };
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) fail(error.value());
  const fs::path partial = path.string() + ".partial";
  const int file =
      ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) fail(errno);
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t n = ::write(file, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      const int reason = n < 0 ? errno : ENOSPC;
      ::close(file);
      fs::remove(partial, error);
      fail(reason);
    }
    done += static_cast<std::size_t>(n);
  }
  // WHY sync before rename: after a power cut the name must not stand for an
  // empty file.
  const bool synced = ::fsync(file) == 0;
  const int reason = errno;
  if (::close(file) != 0 || !synced) {
    fs::remove(partial, error);
    fail(reason);
  }
  fs::rename(partial, path, error);
  if (error) fail(error.value());
}

}  // namespace hb::runner

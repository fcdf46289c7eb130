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
namespace {

constexpr std::uintmax_t kLargestFile = std::uintmax_t{16} << 20;

fs::path& chosen_exercises() {
  static fs::path folder;
  return folder;
}

}  // namespace

std::string Workspace::room_in(const fs::path& home) const {
  if (exercises == home / "exercises") return "";
  return fmt::format("other {:016x}",
                     std::hash<std::string>{}(exercises.string()));
}

std::string Workspace::call(const std::string& command) const {
  const bool ours = exercises == root / "exercises";
  return "./workbook " + command +
         (ours ? "" : " --exercises '" + exercises.string() + "'");
}

std::string Workspace::shown(const fs::path& path) const {
  const fs::path relative = path.lexically_relative(root);
  const bool below = !relative.empty() && *relative.begin() != "..";
  return below ? relative.string() : path.string();
}

void choose_exercises(const fs::path& folder) { chosen_exercises() = folder; }

Workspace find_workspace() {
  Workspace workspace;
  // The program is build/dev/bin/workbook-runner.
  workspace.build =
      fs::read_symlink("/proc/self/exe").parent_path().parent_path();
  workspace.root = workspace.build.parent_path().parent_path();
  if (const char* root = std::getenv("WORKBOOK_ROOT")) {
    workspace.root = fs::absolute(root).lexically_normal();
  }
  workspace.exercises = workspace.root / "exercises";
  if (const fs::path& chosen = chosen_exercises(); !chosen.empty()) {
    workspace.exercises = fs::absolute(chosen).lexically_normal();
    // "dir/" and "dir" are the same folder.
    if (workspace.exercises.filename().empty()) {
      workspace.exercises = workspace.exercises.parent_path();
    }
    if (!fs::is_directory(workspace.exercises)) {
      throw UserError(exit_code::kWrongCall,
                      {"no folder " + chosen.string(), "",
                       "--exercises names a folder that holds "
                       "NN_topic/x_name/exercise.toml.",
                       "./workbook list"});
    }
  }
  workspace.state = workspace.root / ".workbook";
  if (const auto room = workspace.room_in(workspace.root); !room.empty()) {
    workspace.state /= room;
  }
  workspace.solutions = workspace.exercises.parent_path() / "solutions";
  return workspace;
}

std::string read_file(const fs::path& path) {
  const auto fail = [&](const std::string& why) {
    throw UserError(exit_code::kBroken, {"cannot read " + path.string(), "",
                                         why, "ls -l '" + path.string() + "'"});
  };
  // A pipe or a device has no end that could be waited for.
  std::error_code error;
  const auto status = fs::status(path, error);
  if (!fs::exists(status)) fail(std::strerror(ENOENT));
  if (!fs::is_regular_file(status)) fail("It is not a file of text.");
  if (fs::file_size(path, error) > kLargestFile) {
    fail("It is larger than 16 MiB.");
  }
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file) fail(std::strerror(errno != 0 ? errno : EIO));
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

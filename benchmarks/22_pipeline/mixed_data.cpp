#include "mixed_data.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "program.hpp"

namespace hb {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSmallFile = 4096;
constexpr std::uint64_t kSeed = 22;

constexpr std::string_view kName = "happens-before-22-";

// Of programs that were killed: a gigabyte each.
void remove_left_overs(const fs::path& folder) {
  std::error_code ignored;
  for (const fs::directory_entry& each :
       fs::directory_iterator(folder, ignored)) {
    const std::string name = each.path().filename().string();
    if (!name.starts_with(kName)) continue;
    const pid_t process = std::atoi(name.c_str() + kName.size());
    const bool is_gone = ::kill(process, 0) != 0 && errno == ESRCH;
    if (process > 0 && is_gone) fs::remove_all(each.path(), ignored);
  }
}

// A new one. The largest output takes as much as the input.
fs::path folder_with_room(std::size_t bytes) {
  std::error_code error;
  remove_left_overs("/dev/shm");
  const fs::space_info memory = fs::space("/dev/shm", error);
  const bool has_room = !error && memory.available / 3 > bytes;
  fs::path folder = has_room ? fs::path("/dev/shm") : fs::temp_directory_path();
  folder /= std::string(kName) + std::to_string(::getpid());
  fs::create_directory(folder);
  return folder;
}

// In an order that is the same wherever the same files are.
std::vector<fs::path> shuffled_files() {
  std::vector<fs::path> files;
  for (const char* folder :
       {"/usr/include", "/usr/lib", "/usr/bin", "/usr/share"}) {
    std::error_code ignored;
    for (fs::recursive_directory_iterator each(
             folder, fs::directory_options::skip_permission_denied, ignored),
         end;
         each != end; each.increment(ignored)) {
      if (!each->is_symlink(ignored) && each->is_regular_file(ignored)) {
        files.push_back(each->path());
      }
    }
  }
  std::ranges::sort(files);
  std::ranges::shuffle(files, std::mt19937_64(kSeed));
  return files;
}

void append(const fs::path& from, std::size_t most, std::ofstream& into) {
  std::ifstream file(from, std::ios::binary);
  std::array<char, 1 << 16> some = {};
  while (most > 0 && file) {
    file.read(some.data(), static_cast<std::streamsize>(
                               std::min<std::size_t>(most, some.size())));
    into.write(some.data(), file.gcount());
    most -= static_cast<std::size_t>(file.gcount());
  }
}

void make_mixed(const fs::path& path, std::size_t bytes) {
  std::ofstream mixed(path, std::ios::binary);
  for (const fs::path& file : shuffled_files()) {
    const auto size = static_cast<std::size_t>(mixed.tellp());
    if (size >= bytes || !mixed) break;
    append(file, bytes - size, mixed);
  }
  if (!mixed) throw std::runtime_error("cannot write " + path.string());
  if (static_cast<std::size_t>(mixed.tellp()) < bytes) {
    throw std::runtime_error("/usr has not as many bytes: ask for fewer");
  }
}

void make_key(const fs::path& path) {
  std::random_device random;
  std::ofstream key(path, std::ios::binary);
  for (int n = 0; n < 32; ++n) key.put(static_cast<char>(random()));
}

}  // namespace

MixedData::MixedData(std::size_t bytes)
    : folder_(folder_with_room(bytes)), file_(folder_ / "mixed") {
  const Ended made = run_apart([&] {
    make_mixed(file_, bytes);
    make_key(key());
  });
  if (made.succeeded) return;
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
  throw std::runtime_error("the data could not be made");
}

MixedData::MixedData(fs::path file)
    : folder_(folder_with_room(fs::file_size(file))), file_(std::move(file)) {
  make_key(key());
}

MixedData::~MixedData() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

fs::path MixedData::small_files(std::size_t count) const {
  const fs::path folder = folder_ / "small";
  if (!fs::create_directory(folder)) return folder;
  std::ifstream mixed(file(), std::ios::binary);
  std::array<char, kSmallFile> piece = {};
  for (std::size_t n = 0; n < count; ++n) {
    if (!mixed.read(piece.data(), piece.size())) {
      mixed.clear();
      mixed.seekg(0);
      mixed.read(piece.data(), piece.size());
    }
    // A hundred to a folder, as people's are.
    const fs::path part = folder / std::to_string(n / 100);
    if (n % 100 == 0) fs::create_directory(part);
    std::ofstream(part / std::to_string(n), std::ios::binary)
        .write(piece.data(), piece.size());
  }
  return folder;
}

}  // namespace hb

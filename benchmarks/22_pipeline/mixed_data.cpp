#include "mixed_data.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <random>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "program.hpp"

namespace hb {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSmallFile = 4096;
constexpr std::uint64_t kSeed = 22;

// The outputs of the least that compresses take as much again.
fs::path folder_with_room(std::size_t bytes) {
  std::error_code error;
  const fs::space_info memory = fs::space("/dev/shm", error);
  const bool has_room = !error && memory.available / 3 > bytes;
  return (has_room ? fs::path("/dev/shm") : fs::temp_directory_path()) /
         ("happens-before-22-" + std::to_string(::getpid()));
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
    : folder_(folder_with_room(bytes)), bytes_(bytes) {
  fs::create_directory(folder_);
  const bool is_made = run_apart([&] {
    make_mixed(file(), bytes);
    make_key(key());
  });
  if (is_made) return;
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
  throw std::runtime_error("the data could not be made");
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

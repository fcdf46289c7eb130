#include "pipeline/end_to_end/tree_generator.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

namespace hb::pipeline {
namespace {

namespace fs = std::filesystem;

void ensure(bool fine, const std::string& what) {
  if (!fine) throw std::system_error(errno, std::generic_category(), what);
}

class FileToFill {
 public:
  FileToFill(const fs::path& path, int flags)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    ensure(fd_ >= 0, path.native());
  }
  ~FileToFill() { ::close(fd_); }
  FileToFill(const FileToFill&) = delete;
  FileToFill& operator=(const FileToFill&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// Something between text and noise.
std::string some_content(std::size_t bytes, Random& random) {
  std::string content(bytes, '\0');
  switch (random.below(4)) {
    case 0:  // noise: compression would make it longer
      for (char& byte : content) byte = static_cast<char>(random.next());
      break;
    case 1:  // one byte, again and again; 0 looks like a hole
      content.assign(bytes, static_cast<char>(random.below(3)));
      break;
    default:  // words
      for (std::size_t at = 0; at < bytes;) {
        const std::string word = std::to_string(random.below(1000)) +
                                 (random.one_in(9) ? "\n" : " ");
        const std::size_t length = std::min(word.size(), bytes - at);
        content.replace(at, length, word, 0, length);
        at += length;
      }
  }
  return content;
}

void write_at(const FileToFill& file, const std::string& bytes,
              std::uint64_t offset) {
  ensure(::pwrite(file.get(), bytes.data(), bytes.size(),
                  static_cast<off_t>(offset)) ==
             static_cast<ssize_t>(bytes.size()),
         "writing a generated file");
}

std::size_t some_size(Random& random, const TreeOptions& options) {
  const std::size_t chunk = options.chunk_bytes;
  std::size_t size = 0;
  switch (random.below(8)) {
    case 0:
      break;
    case 1:
      size = 1;
      break;
    case 2:
      size = chunk * (1 + random.below(3));
      break;
    case 3:
      size = chunk * (1 + random.below(3)) - 1;
      break;
    case 4:
      size = chunk * (1 + random.below(3)) + 1;
      break;
    default:
      size = random.below(1 + random.below(2 * chunk));
  }
  return std::min(size, std::max<std::size_t>(options.most_bytes, 1));
}

void give_times(const fs::path& path, Random& random) {
  constexpr std::int64_t kSeconds[] = {0,          -1,         1,
                                       -300000000, 4102444800, 1700000000};
  timespec times[2] = {};
  times[1].tv_sec = random.pick(kSeconds);
  times[1].tv_nsec = static_cast<long>(random.below(1'000'000'000));
  times[0] = times[1];
  ensure(::utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW) == 0,
         path.native());
}

// Who is not root must be able to read what is to be packed.
void give_mode(const fs::path& path, bool is_folder, Random& random) {
  constexpr mode_t kFileModes[] = {0644, 0600, 0755, 0444, 0400, 0666};
  constexpr mode_t kFolderModes[] = {0755, 0700, 0555, 0500, 01777, 0750};
  mode_t mode = is_folder ? random.pick(kFolderModes) : random.pick(kFileModes);
  if (::geteuid() == 0 && random.one_in(8)) mode = 0;
  ensure(::chmod(path.c_str(), mode) == 0, path.native());
}

std::string some_name(Random& random) {
  static constexpr std::string_view kNames[] = {
      "-rf",      "--",          " ",      "a\nb",        "\n",
      "...",      "*",           "\\",     "'\"",         "\xff\xfe",
      "name.new", "out.partial", "%s%n{}", "\x01\x1b[2J", "e\xcc\x81",
      "\xc3\xa9", "a.tar.gz",    "~",      "$(true)"};
  if (random.one_in(2)) return fmt::format("f{}", random.below(100000));
  if (random.one_in(2)) return std::string(random.pick(kNames));
  std::string name(random.one_in(4) ? 255 : 1 + random.below(40), '\0');
  for (char& byte : name) {
    do {
      byte = static_cast<char>(random.next());
    } while (byte == '\0' || byte == '/');
  }
  return name == "." || name == ".." ? "dots" : name;
}

class TreeMaker {
 public:
  TreeMaker(Random& random, const TreeOptions& options)
      : random_(random), options_(options), left_(options.most_bytes) {}

  void make_folder(const fs::path& path, std::size_t depth) {
    ensure(::mkdir(path.c_str(), 0700) == 0, path.native());
    const std::size_t entries = random_.one_in(5) ? 0 : 1 + random_.below(8);
    for (std::size_t i = 0; i < entries; ++i) make_entry(path, depth);
    if (depth == 0 && random_.one_in(4)) make_deep_path(path);
    if (depth == 0 && random_.one_in(4)) make_many_tiny_files(path);
    // WHY last: what is made in a folder changes its time, and needs its mode.
    give_mode(path, true, random_);
    give_times(path, random_);
  }

 private:
  void make_entry(const fs::path& folder, std::size_t depth) {
    const fs::path path = folder / some_name(random_);
    struct stat status = {};
    if (::lstat(path.c_str(), &status) == 0) return;  // the name is taken
    if (path.native().size() > 3000) return;
    const std::uint64_t kind = random_.below(10);
    if (kind < 2 && depth < 4) {
      make_folder(path, depth + 1);
    } else if (kind < 4) {
      make_link(path);
    } else {
      TreeOptions options = options_;
      options.most_bytes = left_;
      make_file(path, random_, options);
      left_ -= std::min(left_, static_cast<std::size_t>(fs::file_size(path)));
    }
  }

  void make_link(const fs::path& path) {
    static const std::string kTargets[] = {"nowhere",
                                           "/",
                                           "/etc/hostname",
                                           ".",
                                           "..",
                                           path.filename().native(),
                                           "../" + path.filename().native(),
                                           "\xff\n",
                                           std::string(4000, 'x')};
    const std::string target =
        random_.one_in(5) ? path.filename().native() : random_.pick(kTargets);
    ensure(::symlink(target.c_str(), path.c_str()) == 0, path.native());
    give_times(path, random_);
  }

  void make_deep_path(fs::path path) {
    for (std::size_t i = 0; i < 40; ++i) {
      path /= fmt::format("d{}", i);
      ensure(::mkdir(path.c_str(), 0755) == 0, path.native());
    }
    make_file(path / "bottom", random_, {options_.chunk_bytes, 100});
  }

  void make_many_tiny_files(const fs::path& folder) {
    const fs::path path = folder / "many";
    ensure(::mkdir(path.c_str(), 0755) == 0, path.native());
    for (std::size_t i = 0; i < 100; ++i) {
      const FileToFill file(path / std::to_string(i), O_WRONLY | O_CREAT);
      write_at(file, some_content(random_.below(300), random_), 0);
    }
  }

  Random& random_;
  const TreeOptions options_;
  std::size_t left_;  // bytes that files may still take
};

}  // namespace

void make_tree(const fs::path& root, Random& random,
               const TreeOptions& options) {
  TreeMaker(random, options).make_folder(root, 0);
}

void make_file(const fs::path& path, Random& random,
               const TreeOptions& options) {
  if (random.one_in(8)) {
    make_sparse_file(path, random.below(8 * options.chunk_bytes + 1),
                     random.below(4), random);
  } else {
    const FileToFill file(path, O_WRONLY | O_CREAT | O_EXCL);
    write_at(file, some_content(some_size(random, options), random), 0);
  }
  give_mode(path, false, random);
  give_times(path, random);
}

void make_sparse_file(const fs::path& path, std::uint64_t bytes,
                      std::uint64_t islands, Random& random) {
  const FileToFill file(path, O_WRONLY | O_CREAT | O_EXCL);
  ensure(::ftruncate(file.get(), static_cast<off_t>(bytes)) == 0,
         path.native());
  const std::uint64_t island = std::min<std::uint64_t>(4096, bytes);
  for (std::uint64_t i = 0; i < islands; ++i) {
    const std::uint64_t room = bytes - island;
    const std::uint64_t offset = i == 0             ? 0
                                 : i + 1 == islands ? room
                                                    : random.below(room + 1);
    write_at(file, some_content(island, random), offset);
  }
}

void remove_tree(const fs::path& root) {
  // WHY: who is not root cannot empty a folder that is read-only.
  if (::geteuid() != 0 && fs::exists(root)) {
    ::chmod(root.c_str(), 0700);
    const auto skip = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator at(root, skip), end; at != end;
         ++at) {
      if (at->is_directory() && !at->is_symlink()) {
        ::chmod(at->path().c_str(), 0700);
      }
    }
  }
  fs::remove_all(root);
}

}  // namespace hb::pipeline

#include "pipeline/files/tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "pipeline/failure.hpp"
#include "pipeline/files/file.hpp"
#include "pipeline/files/open_at.hpp"
#include "pipeline/files/open_below.hpp"

namespace hb::pipeline {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

void describe(const struct stat& status, Entry& entry) {
  entry.item.mode = status.st_mode & 07777u;
  entry.item.mtime =
      status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec;
  if (S_ISDIR(status.st_mode)) {
    entry.item.kind = ItemKind::directory;
  } else if (S_ISLNK(status.st_mode)) {
    entry.item.kind = ItemKind::link;
  } else {
    entry.item.kind = ItemKind::file;
    entry.item.size = static_cast<std::uint64_t>(status.st_size);
    entry.is_sparse = status.st_blocks * 512 < status.st_size;
  }
}

bool is_packed(const struct stat& status) {
  return S_ISREG(status.st_mode) || S_ISDIR(status.st_mode) ||
         S_ISLNK(status.st_mode);
}

// 0, or why not.
int read_link(int folder, const char* name, std::string& target) {
  std::array<char, 4097> text;
  const ssize_t bytes = ::readlinkat(folder, name, text.data(), text.size());
  if (bytes < 0) return errno;
  target.assign(text.data(), static_cast<std::size_t>(bytes));
  return 0;
}

// The names in a folder but "." and "..", sorted. 0, or why not all.
int read_names(DIR* folder, std::vector<std::string>& names) {
  for (;;) {
    errno = 0;
    const dirent* const found = ::readdir(folder);
    if (found == nullptr) break;
    const std::string_view name = found->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) return errno;
  std::sort(names.begin(), names.end());
  return 0;
}

// 0, or why what says that it is empty is not packed as that: it has a byte, as
// those of /proc do, or has just got one. WHY not what cannot be opened: an
// empty file needs no permission to be packed.
int check_empty(int folder, const char* name) {
  const int fd = open_at(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return 0;
  const File file(fd, Stage::walk, name);
  char byte = 0;
  return ::read(fd, &byte, 1) > 0 ? ESTALE : 0;
}

class Walker {
 public:
  // Throws Failure where the root cannot be opened.
  Walker(Tree& tree, const LeftOut& left_out, const std::stop_token& stop)
      : tree_(tree),
        stop_(stop),
        root_(File::open(tree.root.native(), O_PATH | O_DIRECTORY | O_NOFOLLOW,
                         Stage::walk)) {
    for (const std::filesystem::path& path : left_out) {
      std::error_code none;
      const auto whole = std::filesystem::absolute(path).lexically_normal();
      const auto folder = std::filesystem::canonical(whole.parent_path(), none);
      if (!none) left_out_.insert((folder / whole.filename()).native());
    }
  }

  // Looks at what is in the folder of this entry, and then below. WHY a list
  // and not recursion: a deep tree must not overflow the stack or have a file
  // descriptor open a level.
  void walk_from(std::size_t root) {
    std::vector<std::size_t> folders = {root};
    while (!folders.empty()) {
      check_stop(stop_, Stage::walk);
      const std::size_t next = folders.back();
      folders.pop_back();
      const std::size_t before = tree_.entries.size();
      list(next);
      // Backwards, since the last is the first to be taken.
      for (std::size_t n = tree_.entries.size(); n-- > before;) {
        const Item& item = tree_.entries[n].item;
        if (item.kind == ItemKind::directory && item.error == 0) {
          folders.push_back(n);
        }
      }
    }
  }

 private:
  std::string absolute(std::size_t entry) const {
    const std::string& path = tree_.entries[entry].item.path;
    const std::size_t root = tree_.entries[0].item.path.size();
    return tree_.root.native() + path.substr(root);
  }

  std::string_view below_root(std::size_t entry) const {
    const std::string_view path = tree_.entries[entry].item.path;
    const std::size_t root = tree_.entries[0].item.path.size();
    return entry == 0 ? std::string_view() : path.substr(root + 1);
  }

  void list(std::size_t number) {
    const int fd =
        open_below(root_.fd(), below_root(number), O_RDONLY | O_DIRECTORY);
    if (fd < 0) {
      tree_.entries[number].item.error = errno;
      return;
    }
    const Folder folder(::fdopendir(fd));
    if (folder == nullptr) {
      tree_.entries[number].item.error = errno;
      ::close(fd);
      return;
    }
    std::vector<std::string> names;
    if (const int error = read_names(folder.get(), names)) {
      tree_.entries[number].item.error = error;
    }
    const std::string above = left_out_.empty() ? "" : absolute(number) + '/';
    for (const std::string& name : names) {
      if (left_out_.empty() || !left_out_.contains(above + name)) {
        add(number, fd, name);
      }
    }
  }

  void add(std::size_t parent, int folder, const std::string& name) {
    struct stat status {};
    Entry entry;
    entry.parent = parent;
    const std::string& above = tree_.entries[parent].item.path;
    entry.item.path = above + '/' + name;
    entry.name = above.size() + 1;
    if (::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      entry.item.error = errno;
    } else if (!is_packed(status)) {
      ++tree_.skipped;
      return;
    } else {
      describe(status, entry);
      if (entry.item.kind == ItemKind::link) {
        entry.item.error = read_link(folder, name.c_str(), entry.item.target);
      } else if (entry.item.kind == ItemKind::file && entry.item.size == 0) {
        entry.item.error = check_empty(folder, name.c_str());
      }
    }
    tree_.entries.push_back(std::move(entry));
  }

  Tree& tree_;
  const std::stop_token& stop_;
  const File root_;
  std::unordered_set<std::string> left_out_;  // absolute paths
};

// "a/b/" and "." have no last name; the container needs one.
std::string root_name(const std::filesystem::path& absolute) {
  const std::string name = absolute.filename().native();
  return name.empty() ? "root" : name;
}

}  // namespace

std::uint64_t Tree::total_bytes() const {
  std::uint64_t sum = 0;
  for (const Entry& entry : entries) sum += entry.item.size;
  return sum;
}

std::uint64_t Tree::largest_bytes() const {
  std::uint64_t most = 0;
  for (const Entry& entry : entries) most = std::max(most, entry.item.size);
  return most;
}

Tree walk(const std::filesystem::path& input, const LeftOut& left_out,
          const std::stop_token& stop) {
  struct stat status {};
  if (::stat(input.c_str(), &status) != 0) {
    throw system_failure(errno, Stage::walk, input.native());
  }
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
    throw Failure(FailureKind::no_input, Stage::walk, input.native(),
                  "is neither a file nor a folder");
  }
  Tree tree;
  tree.root = std::filesystem::absolute(input).lexically_normal();
  if (!tree.root.has_filename()) tree.root = tree.root.parent_path();
  const std::string name = root_name(tree.root);
  // WHY: what is opened below is opened without following links.
  tree.root = std::filesystem::canonical(tree.root);
  Entry root;
  root.item.path = name;
  describe(status, root);
  if (root.item.kind == ItemKind::file && root.item.size == 0) {
    root.item.error = check_empty(AT_FDCWD, tree.root.c_str());
  }
  tree.entries.push_back(std::move(root));
  if (tree.entries[0].item.kind == ItemKind::directory) {
    Walker(tree, left_out, stop).walk_from(0);
    if (const int error = tree.entries[0].item.error) {
      throw system_failure(error, Stage::walk, input.native());
    }
  }
  return tree;
}

}  // namespace hb::pipeline
